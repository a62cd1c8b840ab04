using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class RequestAuthenticatorTests
{
    private const string Target = "/bucket/key?versionId=1";

    [Fact]
    public void Authenticate_SignedHeader_GivesWhoSigned()
    {
        AuthenticatedRequest request = AwsExample.Authenticate(new RequestSigner().SignHeader(Get()));

        Assert.Equal(AwsExample.AccessKey, request.AccessKey);
        Assert.False(request.IsPresigned);
        Assert.Equal(PayloadMode.Sha256, request.PayloadMode);
        Assert.Equal(AwsExample.Timestamp, request.Timestamp);
        Assert.Equal(new RequestSigner().DeriveKey(), request.SigningKey.ToArray());
    }

    [Fact]
    public void Authenticate_Anonymous_IsDenied() => AssertRefused(Get(), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_HeaderAndQuery_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", new RequestSigner().Presign(Get())));
        AssertRefused(context, S3Errors.InvalidArgument);
    }

    [Theory]
    [InlineData("x-amz-signature=00")]
    [InlineData("X-AMZ-CREDENTIAL=a")]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("AWSAccessKeyId=a&Signature=b")]
    public void Authenticate_HeaderAndTraceOfQuerySignature_IsRefused(string query)
        => AssertRefused(new RequestSigner().SignHeader(new InMemoryRequestContext("GET", "/bucket/key?" + query)), S3Errors.InvalidArgument);

    [Fact]
    public void Authenticate_AuthorizationTwice_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get());
        StringValues authorization = context.GetHeader("Authorization");
        AssertRefused(context.With("Authorization", new[] { authorization[0], authorization[0] }), S3Errors.InvalidRequest);
    }

    [Theory]
    [InlineData("x-amz-date")]
    [InlineData("x-amz-content-sha256")]
    [InlineData("x-amz-meta-name")]
    public void Authenticate_AmzHeaderTwice_IsRefused(string name)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get().With("x-amz-meta-name", "a"));
        AssertRefused(context.With(name, new[] { context.GetHeader(name)[0], "b" }), S3Errors.InvalidRequest);
    }

    [Fact]
    public void Authenticate_ListOfObjectAttributesInTwoHeaders_IsAccepted()
        => AwsExample.Authenticate(new RequestSigner().SignHeader(Get().With("x-amz-object-attributes", new[] { "ETag", "ObjectSize" })));

    [Theory]
    [InlineData("X-Amz-Date=20130524T000000Z")]
    [InlineData("x-amz-expires=10")]
    [InlineData("X-Amz-Signature=00")]
    public void Authenticate_AmzParameterTwice_IsRefused(string duplicate)
    {
        string target = new RequestSigner().Presign(Get());
        AssertRefused(new InMemoryRequestContext("GET", target + "&" + duplicate), S3Errors.InvalidRequest);
    }

    [Theory]
    [InlineData("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=")]
    [InlineData("AWS4-HMAC-SHA256x Credential=a")]
    [InlineData("AWS4-HMAC-SHA1 Credential=a")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=a")]
    public void Authenticate_OtherAwsMechanism_IsRefusedAsNotSupported(string authorization)
    {
        S3Exception exception = AssertRefused(Get().With("Authorization", authorization), S3Errors.InvalidRequest);
        Assert.Equal("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", exception.Message);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==")]
    [InlineData("aws4-hmac-sha256 Credential=a")]
    [InlineData("")]
    public void Authenticate_OtherMechanism_IsRefusedWithoutShowingIt(string authorization)
    {
        S3Exception exception = AssertRefused(Get().With("Authorization", authorization), S3Errors.InvalidArgument);
        Assert.DoesNotContain("dXNl", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.Elements, element => Assert.DoesNotContain("dXNl", element.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Authenticate_SignatureVersion2InQuery_IsRefused()
        => AssertRefused(new InMemoryRequestContext("GET", "/b/k?AWSAccessKeyId=a&Expires=1&Signature=b"), S3Errors.InvalidRequest);

    [Theory]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 ")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=host")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00,")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00,Extra=1")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3,SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=/20130524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/2013524/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524//s3/aws4_request,SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_requests,SignedHeaders=host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=x-amz-date;host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=Host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=x-amz-date,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=;host,Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AK/20130524/us-east-1/s3/aws4_request,SignedHeaders=,Signature=00")]
    public void Authenticate_MalformedAuthorization_IsRefused(string authorization)
        => AssertRefused(
            Get().With("x-amz-date", AwsExample.Timestamp).With("x-amz-content-sha256", "UNSIGNED-PAYLOAD").With("Authorization", authorization),
            S3Errors.AuthorizationHeaderMalformed);

    [Property(MaxTest = 500)]
    public void Authenticate_AnyDamageToAuthorization_IsAnErrorOfTheClient(NonNegativeInt where, char replacement, bool cut)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get());
        string authorization = context.GetHeader("Authorization")[0]!;
        int position = where.Get * 31 % authorization.Length;
        string damaged = cut ? authorization[..position] : authorization[..position] + replacement + authorization[(position + 1)..];
        context.With("Authorization", damaged);

        if (damaged != authorization)
        {
            S3Exception exception = Assert.Throws<S3Exception>(() => AwsExample.Authenticate(context));
            Assert.InRange(exception.Error.HttpStatus, 400, 403);
        }
    }

    [Theory]
    [InlineData(-901, false)]
    [InlineData(-900, true)]
    [InlineData(900, true)]
    [InlineData(901, false)]
    public void Authenticate_ClockSkew_IsBounded(int seconds, bool accepted)
    {
        foreach (string payload in (string[])[AwsExample.EmptySha256, "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"])
        {
            InMemoryRequestContext context = new RequestSigner().SignHeader(Get(), payload);
            if (accepted)
            {
                AwsExample.Authenticate(context, clockOffset: TimeSpan.FromSeconds(seconds));
            }
            else
            {
                S3Exception exception = AssertRefused(context, S3Errors.RequestTimeTooSkewed, clockOffset: TimeSpan.FromSeconds(seconds));
                Assert.Contains(new("MaxAllowedSkewMilliseconds", "900000"), exception.Elements);
            }
        }
    }

    [Fact]
    public void Authenticate_ScopeOfAnotherDay_IsRefused()
    {
        RequestSigner signer = new() { ScopeDate = "20130523" };
        AssertRefused(signer.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed);
        AssertRefused(new InMemoryRequestContext("GET", signer.Presign(Get())), S3Errors.AuthorizationQueryParametersError);
    }

    [Fact]
    public void Authenticate_AnotherRegion_IsAcceptedUnlessOneIsConfigured()
    {
        RequestSigner signer = new() { Region = "eu-west-7" };
        AwsExample.Authenticate(signer.SignHeader(Get()));
        AwsExample.Authenticate(signer.SignHeader(Get()), region: "eu-west-7");

        S3Exception exception = AssertRefused(signer.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed, region: "us-east-1");
        Assert.Contains(new("Region", "us-east-1"), exception.Elements);
        Assert.Contains("the region 'eu-west-7' is wrong; expecting 'us-east-1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Authenticate_AnotherService_IsRefused()
        => AssertRefused(new RequestSigner { Service = "sts" }.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed);

    [Fact]
    public void Authenticate_UnsignedAmzHeader_IsRefusedAndNamed()
    {
        S3Exception exception = AssertRefused(
            new RequestSigner().SignHeader(Get()).With("X-Amz-Meta-B", "1").With("x-amz-acl", "public-read"), S3Errors.AccessDenied);
        Assert.Contains(new("HeadersNotSigned", "x-amz-acl, x-amz-meta-b"), exception.Elements);

        AssertRefused(new InMemoryRequestContext("GET", new RequestSigner().Presign(Get())).With("x-amz-acl", "public-read"), S3Errors.AccessDenied);
    }

    [Fact]
    public void Authenticate_UnsignedOtherHeader_IsAccepted()
        => AwsExample.Authenticate(new RequestSigner().SignHeader(Get()).With("User-Agent", "test").With("X-Amzn-Trace-Id", "1"));

    [Fact]
    public void Authenticate_SignedHeaderMissing_IsRefused()
        => AssertRefused(new RequestSigner().SignHeader(Get().With("Range", "bytes=0-1")).Without("Range"), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_SignedHeaderOnlyInQuery_IsRefused()
    {
        InMemoryRequestContext signed = new InMemoryRequestContext("PUT", "/bucket/key?x-amz-acl=private").With("x-amz-acl", "private");
        AssertRefused(new InMemoryRequestContext("PUT", new RequestSigner().Presign(signed)), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_HeaderValueWithSpaces_IsSignedTrimmedAndFolded()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get().With("x-amz-meta-text", "a b c"));
        AwsExample.Authenticate(context.With("x-amz-meta-text", "  a   b  c "));
        AssertRefused(context.With("x-amz-meta-text", "ab c"), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_HeaderValueBeyondAscii_IsSignedAsUtf8()
        => AwsExample.Authenticate(new RequestSigner().SignHeader(Get().With("x-amz-meta-text", "Grüße 漢字")));

    [Theory]
    [InlineData("date", "Fri, 24 May 2013 00:00:00 GMT")]
    [InlineData("date", "20130524T000000Z")]
    [InlineData("x-amz-date", "Fri, 24 May 2013 00:00:00 GMT")]
    public void Authenticate_DateInAnyHeaderAndForm_IsAccepted(string header, string date)
    {
        InMemoryRequestContext context = Get()
            .With(header, date)
            .With("x-amz-content-sha256", AwsExample.EmptySha256)
            .With("Authorization", SignWithDate(header, date));

        Assert.Equal(AwsExample.Timestamp, AwsExample.Authenticate(context).Timestamp);
    }

    [Theory]
    [InlineData("2013-05-24T00:00:00Z")]
    [InlineData("20130524T000000")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void Authenticate_DateOfNoKnownForm_IsDenied(string date)
        => AssertRefused(new RequestSigner().SignHeader(Get()).With("x-amz-date", date), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_NoDate_IsDenied() => AssertRefused(new RequestSigner().SignHeader(Get()).Without("x-amz-date"), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_NoContentSha256_IsRefused()
        => AssertRefused(new RequestSigner().SignHeader(Get()).Without("x-amz-content-sha256"), S3Errors.InvalidRequest);

    [Theory]
    [InlineData("")]
    [InlineData("unsigned-payload")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER-")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g")]
    public void Authenticate_OddContentSha256_IsRefused(string payload)
        => AssertRefused(new RequestSigner().SignHeader(Get(), payload), S3Errors.InvalidArgument);

    [Fact]
    public void Authenticate_EcdsaPayload_IsNotImplemented()
        => AssertRefused(new RequestSigner().SignHeader(Get(), "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"), S3Errors.NotImplemented);

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", PayloadMode.Unsigned)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", PayloadMode.StreamingSigned)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", PayloadMode.StreamingSignedTrailer)]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadMode.StreamingUnsignedTrailer)]
    public void Authenticate_EveryPayloadMode_StillNeedsTheSignature(string payload, int mode)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get(), payload);
        Assert.Equal((PayloadMode)mode, AwsExample.Authenticate(context).PayloadMode);

        AssertRefused(context.With("Authorization", Damaged(context.GetHeader("Authorization")[0]!)), S3Errors.SignatureDoesNotMatch);
        AssertRefused(new RequestSigner { AccessKey = "unknown" }.SignHeader(Get(), payload), S3Errors.InvalidAccessKeyId);
    }

    [Fact]
    public void Authenticate_WrongSecret_IsRefused()
        => AssertRefused(new RequestSigner { SecretKey = "another secret" }.SignHeader(Get()), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_UnknownAccessKey_IsRefusedWhateverItsSignature()
    {
        AssertRefused(new RequestSigner { AccessKey = "unknown" }.SignHeader(Get()), S3Errors.InvalidAccessKeyId);
        AssertRefused(new RequestSigner { AccessKey = "nobody", SecretKey = "a secret that opens nothing" }.SignHeader(Get()), S3Errors.InvalidAccessKeyId);
    }

    [Fact]
    public void Authenticate_SignatureInUpperCaseOrCut_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get());
        string authorization = context.GetHeader("Authorization")[0]!;
        AssertRefused(context.With("Authorization", authorization[..^64] + authorization[^64..].ToUpperInvariant()), S3Errors.SignatureDoesNotMatch);
        AssertRefused(context.With("Authorization", authorization[..^1]), S3Errors.SignatureDoesNotMatch);
        AssertRefused(context.With("Authorization", authorization + "0"), S3Errors.SignatureDoesNotMatch);
        AssertRefused(context.With("Authorization", authorization[..^1] + "é"), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_SessionToken_IsRefused()
    {
        AssertRefused(new RequestSigner().SignHeader(Get().With("x-amz-security-token", "token")), S3Errors.InvalidToken);
        AssertRefused(
            new InMemoryRequestContext("GET", new RequestSigner().Presign(new("GET", "/b/k?X-Amz-Security-Token=token"))), S3Errors.InvalidToken);
    }

    [Fact]
    public void Authenticate_NoHost_IsRefused()
        => AssertRefused(new RequestSigner().SignHeader(new InMemoryRequestContext("GET", Target, host: string.Empty)), S3Errors.InvalidRequest);

    [Theory]
    [InlineData("PUT", Target, "s3.example.com")]
    [InlineData("HEAD", Target, "s3.example.com")]
    [InlineData("GET", "/bucket/key?versionId=2", "s3.example.com")]
    [InlineData("GET", "/bucket/key?versionId=1&acl", "s3.example.com")]
    [InlineData("GET", "/bucket/key2?versionId=1", "s3.example.com")]
    [InlineData("GET", "/bucket//key?versionId=1", "s3.example.com")]
    [InlineData("GET", "/bucket/./key?versionId=1", "s3.example.com")]
    [InlineData("GET", Target, "s3.example.org")]
    public void Authenticate_SignatureOfAnotherRequest_IsRefused(string method, string target, string host)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(Get());
        InMemoryRequestContext other = new(method, target, host);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            other.With(header.Key, header.Value);
        }

        AssertRefused(other, S3Errors.SignatureDoesNotMatch);

        string presigned = new RequestSigner().Presign(Get());
        string signature = presigned[Target.Length..];
        AssertRefused(new InMemoryRequestContext(method, target + signature, host), S3Errors.SignatureDoesNotMatch);
    }

    [Theory]
    [InlineData("/b/a b", "/b/a%20b")]
    [InlineData("/b/a~b-c_d.e", "/b/%61%7Eb%2dc%5Fd%2Ee")]
    [InlineData("/b/a+b", "/b/a%2Bb")]
    [InlineData("/b/(a)!*'$&=@:,;", "/b/%28a%29%21%2A%27%24%26%3d%40%3A%2C%3B")]
    [InlineData("/b/%E6%BC%A2", "/b/%e6%bc%a2")]
    [InlineData("/b/a//b/../c/.", "/b/a//b/%2E%2E/c/%2e")]
    public void Authenticate_SameKeyEncodedDifferently_IsTheSame(string signedTarget, string sentTarget)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", signedTarget));
        InMemoryRequestContext sent = new("GET", sentTarget);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AwsExample.Authenticate(sent);
    }

    [Theory]
    [InlineData("/b?acl", "/b?acl=")]
    [InlineData("/b?b=2&a=1", "/b?a=1&b=2")]
    [InlineData("/b?a=2&a=1", "/b?a=1&a=2")]
    [InlineData("/b?a=1&a-b=1&aB=1", "/b?aB=1&a-b=1&a=1")]
    [InlineData("/b?prefix=a+b", "/b?prefix=a%2Bb")]
    [InlineData("/b?prefix=a/b", "/b?prefix=a%2Fb")]
    [InlineData("/b?prefix=a=b", "/b?prefix=a%3Db")]
    [InlineData("/b?&a=1&&", "/b?a=1")]
    public void Authenticate_SameQueryWrittenDifferently_IsTheSame(string signedTarget, string sentTarget)
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", signedTarget));
        InMemoryRequestContext sent = new("GET", sentTarget);
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AwsExample.Authenticate(sent);
    }

    [Fact]
    public void Authenticate_PlusInsteadOfSpace_IsAnotherRequest()
    {
        InMemoryRequestContext signed = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", "/b?prefix=a%20b"));
        InMemoryRequestContext sent = new("GET", "/b?prefix=a+b");
        foreach (KeyValuePair<string, StringValues> header in signed.Headers)
        {
            sent.With(header.Key, header.Value);
        }

        AssertRefused(sent, S3Errors.SignatureDoesNotMatch);
    }

    [Property(MaxTest = 300)]
    public void Authenticate_AnyKeyAndParameters_AgreesWithAnIndependentSigner(NonNull<string> key, (NonNull<string> Name, NonNull<string> Value)[] parameters)
    {
        string query = string.Join('&', parameters.Select(each => $"q{Escape(each.Name.Get)}={Escape(each.Value.Get)}"));
        InMemoryRequestContext context = new("GET", $"/bucket/{Escape(key.Get).Replace("%00", "a", StringComparison.Ordinal)}?{query}");

        AwsExample.Authenticate(new RequestSigner().SignHeader(context));
        AwsExample.Authenticate(new InMemoryRequestContext("GET", new RequestSigner().Presign(new("GET", context.RawTarget))));

        // Uri.EscapeDataString replaces unpaired surrogates.
        static string Escape(string text) => Uri.EscapeDataString(text);
    }

    [Theory]
    [InlineData(-900, true)]
    [InlineData(-901, false)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Authenticate_PresignedOutsideItsTime_IsDenied(int seconds, bool accepted)
    {
        InMemoryRequestContext context = new("GET", new RequestSigner().Presign(Get(), expires: "60"));
        TimeSpan offset = TimeSpan.FromSeconds(seconds);
        if (accepted)
        {
            Assert.True(AwsExample.Authenticate(context, clockOffset: offset).IsPresigned);
        }
        else
        {
            S3Exception exception = AssertRefused(context, S3Errors.AccessDenied, clockOffset: offset);
            Assert.Equal(seconds < 0 ? "Request is not valid yet" : "Request has expired", exception.Message);
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("604800", true)]
    [InlineData("604801", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData("1.5", false)]
    [InlineData("%201", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("", false)]
    public void Authenticate_PresignedLifetime_IsAWeekAtMost(string expires, bool accepted)
    {
        InMemoryRequestContext context = new("GET", new RequestSigner().Presign(Get(), expires));
        if (accepted)
        {
            AwsExample.Authenticate(context);
        }
        else
        {
            AssertRefused(context, S3Errors.AuthorizationQueryParametersError);
        }
    }

    [Theory]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Expires")]
    [InlineData("X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Signature")]
    public void Authenticate_PresignedWithoutAParameter_IsRefused(string name)
    {
        string target = new RequestSigner().Presign(Get());
        InMemoryRequestContext context = new("GET", target.Replace(name, "Y-Amz", StringComparison.Ordinal));
        AssertRefused(context, S3Errors.AuthorizationQueryParametersError);
        AssertRefused(new("GET", target.Replace(name, name.ToLowerInvariant(), StringComparison.Ordinal)), S3Errors.AuthorizationQueryParametersError);
    }

    [Fact]
    public void Authenticate_PresignedWithOtherAlgorithm_IsRefused()
        => AssertRefused(
            new InMemoryRequestContext("GET", new RequestSigner { Algorithm = "AWS4-HMAC-SHA256-PAYLOAD" }.Presign(Get())),
            S3Errors.AuthorizationQueryParametersError);

    [Fact]
    public void Authenticate_PresignedWithSignedHeaders_NeedsThemAsSigned()
    {
        string target = new RequestSigner().Presign(Get().With("x-amz-meta-a", "1").With("content-type", "text/plain"));
        AwsExample.Authenticate(new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "1").With("Content-Type", "text/plain"));
        AssertRefused(
            new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "2").With("Content-Type", "text/plain"), S3Errors.SignatureDoesNotMatch);
        AssertRefused(new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "1"), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_PresignedWithPayloadHashInQuery_IsBoundToIt()
    {
        InMemoryRequestContext context = new("PUT", $"/bucket/key?X-Amz-Content-Sha256={AwsExample.EmptySha256}");
        string target = new RequestSigner().Presign(context, payload: AwsExample.EmptySha256);

        AuthenticatedRequest request = AwsExample.Authenticate(new InMemoryRequestContext("PUT", target));

        Assert.Equal(PayloadMode.Sha256, request.PayloadMode);
        Assert.Equal(Convert.FromHexString(AwsExample.EmptySha256), request.PayloadSha256.ToArray());
    }

    [Fact]
    public void Authenticate_PresignedChunks_AreRefused()
    {
        const string Payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
        string target = new RequestSigner().Presign(new("PUT", $"/bucket/key?X-Amz-Content-Sha256={Payload}"), payload: Payload);
        AssertRefused(new InMemoryRequestContext("PUT", target), S3Errors.InvalidRequest);
    }

    [Fact]
    public void Authenticate_ManyRegions_StaysRight()
    {
        RequestAuthenticator authenticator = AwsExample.CreateAuthenticator();
        for (int i = 0; i < 3000; i++)
        {
            InMemoryRequestContext context = new RequestSigner { Region = $"region-{i}" }.SignHeader(Get());
            Assert.True(RequestTarget.TryParse(context.RawTarget, out RequestTarget? target));
            authenticator.Authenticate(context, target);
        }
    }

    private static InMemoryRequestContext Get() => new("GET", Target);

    private static string Damaged(string authorization) => authorization[..^1] + (authorization[^1] == '0' ? '1' : '0');

    private static string SignWithDate(string header, string date)
    {
        // The signer always adds x-amz-date in its usual form, so that this request is signed by hand.
        string[] lines = [$"{header}:{date}\n", "host:s3.example.com\n", $"x-amz-content-sha256:{AwsExample.EmptySha256}\n"];
        string[] names = [header, "host", "x-amz-content-sha256"];
        string signedHeaders = string.Join(';', names.Order(StringComparer.Ordinal));
        string canonical = "GET\n/bucket/key\nversionId=1\n"
            + string.Concat(lines.Order(StringComparer.Ordinal))
            + $"\n{signedHeaders}\n{AwsExample.EmptySha256}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        string text = $"AWS4-HMAC-SHA256\n{AwsExample.Timestamp}\n20130524/us-east-1/s3/aws4_request\n{hash}";
        byte[] signature = HMACSHA256.HashData(new RequestSigner().DeriveKey(), Encoding.UTF8.GetBytes(text));
        return AwsExample.Authorization(signedHeaders, Convert.ToHexStringLower(signature));
    }

    private static S3Exception AssertRefused(InMemoryRequestContext context, S3Error error, string? region = null, TimeSpan clockOffset = default)
    {
        S3Exception exception = Assert.Throws<S3Exception>(() => AwsExample.Authenticate(context, region, clockOffset));
        Assert.Equal(error, exception.Error);
        return exception;
    }
}
