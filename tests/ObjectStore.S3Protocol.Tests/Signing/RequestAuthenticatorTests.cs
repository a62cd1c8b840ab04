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
    public void Authenticate_Anonymous_IsDenied() => AwsExample.AssertRefused(Get(), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_HeaderAndQuery_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(new InMemoryRequestContext("GET", new RequestSigner().Presign(Get())));
        AwsExample.AssertRefused(context, S3Errors.InvalidArgument);
    }

    [Theory]
    [InlineData("x-amz-signature=00")]
    [InlineData("X-AMZ-CREDENTIAL=a")]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("AWSAccessKeyId=a&Signature=b")]
    public void Authenticate_HeaderAndTraceOfQuerySignature_IsRefused(string query)
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(new InMemoryRequestContext("GET", "/bucket/key?" + query)), S3Errors.InvalidArgument);

    [Fact]
    public void Authenticate_AuthorizationTwice_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get());
        StringValues authorization = context.GetHeader("Authorization");
        AwsExample.AssertRefused(context.With("Authorization", new[] { authorization[0], authorization[0] }), S3Errors.InvalidRequest);
    }

    [Theory]
    [InlineData("x-amz-date")]
    [InlineData("x-amz-content-sha256")]
    [InlineData("x-amz-meta-name")]
    public void Authenticate_AmzHeaderTwice_IsRefused(string name)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get().With("x-amz-meta-name", "a"));
        AwsExample.AssertRefused(context.With(name, new[] { context.GetHeader(name)[0], "b" }), S3Errors.InvalidRequest);
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
        AwsExample.AssertRefused(new InMemoryRequestContext("GET", target + "&" + duplicate), S3Errors.InvalidRequest);
    }

    [Theory]
    [InlineData("AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=")]
    [InlineData("AWS4-HMAC-SHA256x Credential=a")]
    [InlineData("AWS4-HMAC-SHA1 Credential=a")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=a")]
    public void Authenticate_OtherAwsMechanism_IsRefusedAsNotSupported(string authorization)
    {
        S3Exception exception = AwsExample.AssertRefused(Get().With("Authorization", authorization), S3Errors.InvalidRequest);
        Assert.Equal("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", exception.Message);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==")]
    [InlineData("aws4-hmac-sha256 Credential=a")]
    [InlineData("")]
    public void Authenticate_OtherMechanism_IsRefusedWithoutShowingIt(string authorization)
    {
        S3Exception exception = AwsExample.AssertRefused(Get().With("Authorization", authorization), S3Errors.InvalidArgument);
        Assert.DoesNotContain("dXNl", exception.Message, StringComparison.Ordinal);
        Assert.All(exception.Elements, element => Assert.DoesNotContain("dXNl", element.Value, StringComparison.Ordinal));
    }

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
        => AwsExample.AssertRefused(
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
                S3Exception exception = AwsExample.AssertRefused(context, S3Errors.RequestTimeTooSkewed, clockOffset: TimeSpan.FromSeconds(seconds));
                Assert.Contains(new("MaxAllowedSkewMilliseconds", "900000"), exception.Elements);
            }
        }
    }

    [Fact]
    public void Authenticate_ScopeOfAnotherDay_IsRefused()
    {
        RequestSigner signer = new() { ScopeDate = "20130523" };
        AwsExample.AssertRefused(signer.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed);
        AwsExample.AssertRefused(new InMemoryRequestContext("GET", signer.Presign(Get())), S3Errors.AuthorizationQueryParametersError);
    }

    [Fact]
    public void Authenticate_AnotherRegion_IsAcceptedUnlessOneIsConfigured()
    {
        RequestSigner signer = new() { Region = "eu-west-7" };
        AwsExample.Authenticate(signer.SignHeader(Get()));
        AwsExample.Authenticate(signer.SignHeader(Get()), region: "eu-west-7");

        S3Exception exception = AwsExample.AssertRefused(signer.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed, region: "us-east-1");
        Assert.Contains(new("Region", "us-east-1"), exception.Elements);
        Assert.Contains("the region 'eu-west-7' is wrong; expecting 'us-east-1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Authenticate_AnotherService_IsRefused()
        => AwsExample.AssertRefused(new RequestSigner { Service = "sts" }.SignHeader(Get()), S3Errors.AuthorizationHeaderMalformed);

    [Fact]
    public void Authenticate_UnsignedAmzHeader_IsRefusedAndNamed()
    {
        S3Exception exception = AwsExample.AssertRefused(
            new RequestSigner().SignHeader(Get()).With("X-Amz-Meta-B", "1").With("x-amz-acl", "public-read"), S3Errors.AccessDenied);
        Assert.Contains(new("HeadersNotSigned", "x-amz-acl, x-amz-meta-b"), exception.Elements);

        AwsExample.AssertRefused(new InMemoryRequestContext("GET", new RequestSigner().Presign(Get())).With("x-amz-acl", "public-read"), S3Errors.AccessDenied);
    }

    [Fact]
    public void Authenticate_UnsignedOtherHeader_IsAccepted()
        => AwsExample.Authenticate(new RequestSigner().SignHeader(Get()).With("User-Agent", "test").With("X-Amzn-Trace-Id", "1"));

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
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get()).With("x-amz-date", date), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_NoDate_IsDenied() => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get()).Without("x-amz-date"), S3Errors.AccessDenied);

    [Fact]
    public void Authenticate_NoContentSha256_IsRefused()
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get()).Without("x-amz-content-sha256"), S3Errors.InvalidRequest);

    [Theory]
    [InlineData("")]
    [InlineData("unsigned-payload")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER-")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g")]
    public void Authenticate_OddContentSha256_IsRefused(string payload)
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get(), payload), S3Errors.InvalidArgument);

    [Fact]
    public void Authenticate_EcdsaPayload_IsNotImplemented()
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(Get(), "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"), S3Errors.NotImplemented);

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", PayloadMode.Unsigned)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", PayloadMode.StreamingSigned)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", PayloadMode.StreamingSignedTrailer)]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadMode.StreamingUnsignedTrailer)]
    public void Authenticate_EveryPayloadMode_StillNeedsTheSignature(string payload, int mode)
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get(), payload);
        Assert.Equal((PayloadMode)mode, AwsExample.Authenticate(context).PayloadMode);

        AwsExample.AssertRefused(context.With("Authorization", Damaged(context.GetHeader("Authorization")[0]!)), S3Errors.SignatureDoesNotMatch);
        AwsExample.AssertRefused(new RequestSigner { AccessKey = "unknown" }.SignHeader(Get(), payload), S3Errors.InvalidAccessKeyId);
    }

    [Fact]
    public void Authenticate_WrongSecret_IsRefused()
        => AwsExample.AssertRefused(new RequestSigner { SecretKey = "another secret" }.SignHeader(Get()), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_UnknownAccessKey_IsRefusedWhateverItsSignature()
    {
        AwsExample.AssertRefused(new RequestSigner { AccessKey = "unknown" }.SignHeader(Get()), S3Errors.InvalidAccessKeyId);
        AwsExample.AssertRefused(new RequestSigner { AccessKey = "nobody", SecretKey = "a secret that opens nothing" }.SignHeader(Get()), S3Errors.InvalidAccessKeyId);
    }

    [Fact]
    public void Authenticate_SignatureInUpperCaseOrCut_IsRefused()
    {
        InMemoryRequestContext context = new RequestSigner().SignHeader(Get());
        string authorization = context.GetHeader("Authorization")[0]!;
        AwsExample.AssertRefused(context.With("Authorization", authorization[..^64] + authorization[^64..].ToUpperInvariant()), S3Errors.SignatureDoesNotMatch);
        AwsExample.AssertRefused(context.With("Authorization", authorization[..^1]), S3Errors.SignatureDoesNotMatch);
        AwsExample.AssertRefused(context.With("Authorization", authorization + "0"), S3Errors.SignatureDoesNotMatch);
        AwsExample.AssertRefused(context.With("Authorization", authorization[..^1] + "é"), S3Errors.SignatureDoesNotMatch);
    }

    [Fact]
    public void Authenticate_SessionToken_IsRefused()
    {
        AwsExample.AssertRefused(new RequestSigner().SignHeader(Get().With("x-amz-security-token", "token")), S3Errors.InvalidToken);
        AwsExample.AssertRefused(
            new InMemoryRequestContext("GET", new RequestSigner().Presign(new("GET", "/b/k?X-Amz-Security-Token=token"))), S3Errors.InvalidToken);
    }

    [Fact]
    public void Authenticate_NoHost_IsRefused()
        => AwsExample.AssertRefused(new RequestSigner().SignHeader(new InMemoryRequestContext("GET", Target, host: string.Empty)), S3Errors.InvalidRequest);

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
}
