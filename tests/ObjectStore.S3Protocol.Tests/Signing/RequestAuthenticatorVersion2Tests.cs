using System.Security.Cryptography;
using System.Text;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Routing;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class RequestAuthenticatorVersion2Tests
{
    private static readonly long Expires = AwsExample.Time.ToUnixTimeSeconds() + 60;

    /// <summary>The example of AWS's description, "Query string request authentication", with the bucket that its signature was made for.</summary>
    [Fact]
    public void Authenticate_AwsExample_IsAccepted()
    {
        const string Target = "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620";
        InMemoryRequestContext context = new("GET", Target, "johnsmith.s3.amazonaws.com");
        TimeSpan toExpiry = DateTimeOffset.FromUnixTimeSeconds(1175139620) - AwsExample.Time;

        AuthenticatedRequest request = AwsExample.Authenticate(context, clockOffset: toExpiry);

        Assert.Equal(AwsExample.AccessKey, request.AccessKey);
        Assert.True(request.IsPresigned);
        Assert.Equal(PayloadMode.Unsigned, request.PayloadMode);
        Assert.Equal("Request has expired", AwsExample.AssertRefused(context, S3Errors.AccessDenied, clockOffset: toExpiry + TimeSpan.FromSeconds(1)).Message);
    }

    [Fact]
    public void Authenticate_PathStyle_SignsThePathAsSent()
        => AwsExample.Authenticate(new InMemoryRequestContext("GET", Presign("GET", "/bucket/fran%c3%a7ais%2B.txt", "/bucket/fran%c3%a7ais%2B.txt")));

    [Theory]
    [InlineData("/bucket", "/bucket", true)]
    [InlineData("/bucket", "/bucket/", true)]
    [InlineData("/bucket/", "/bucket/", true)]
    [InlineData("/bucket/", "/bucket", false)]
    [InlineData("/bucket/key", "/bucket/key/", false)]
    [InlineData("/bucket", "/", false)]
    public void Authenticate_Bucket_MayBeSignedWithASlashAtItsEnd(string path, string resource, bool accepted)
    {
        InMemoryRequestContext context = new("GET", Presign("GET", path, resource));
        if (accepted)
        {
            AwsExample.Authenticate(context);
        }
        else
        {
            AwsExample.AssertRefused(context, S3Errors.SignatureDoesNotMatch);
        }
    }

    [Fact]
    public void Authenticate_SubresourcesAndOverrides_AreSignedDecodedInOrder()
        => AwsExample.Authenticate(new InMemoryRequestContext(
            "PUT", Presign("PUT", "/b/k?uploadId=a%2Fb&response-expires=x&partNumber=1&other=z", "/b/k?partNumber=1&response-expires=x&uploadId=a/b")));

    [Theory]
    [InlineData("HEAD", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "&versionId=null")]
    [InlineData("GET", "&tagging")]
    [InlineData("GET", "&attributes")]
    [InlineData("GET", "&uploadId=x")]
    [InlineData("GET", "&response-content-type=text%2Fhtml")]
    [InlineData("GET", "&x-amz-checksum-mode=ENABLED")]
    public void Authenticate_OtherThanSigned_IsRefused(string method, string addition)
        => AwsExample.AssertRefused(new InMemoryRequestContext(method, Presign("GET", "/b/k", "/b/k") + addition), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_AnySubresourceThatWasNotSigned_IsRefused()
        => Assert.All(
            SubresourceTable.Bucket.Keys.Concat(SubresourceTable.Object.Keys),
            name => AwsExample.AssertRefused(
                new InMemoryRequestContext("GET", Presign("GET", "/b/k", "/b/k") + "&" + name), S3Errors.SignatureDoesNotMatch));

    [Theory]
    [InlineData("x-amz-meta-a", "1")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")]
    public void Authenticate_HeaderThatWasNotSigned_IsRefused(string name, string value)
        => AwsExample.AssertRefused(new InMemoryRequestContext("PUT", Presign("PUT", "/b/k", "/b/k")).With(name, value), S3Errors.SignatureDoesNotMatch);

    [Fact]
    public void Authenticate_VendorFieldInHeadOrQueryOrBoth_IsOneField()
    {
        string signed = Presign("PUT", "/b/k", "x-amz-meta-a:1\n/b/k", contentType: "text/plain");
        AwsExample.Authenticate(new InMemoryRequestContext("PUT", signed).With("X-Amz-Meta-A", "1").With("Content-Type", "text/plain"));
        AwsExample.Authenticate(new InMemoryRequestContext("PUT", signed + "&x-amz-meta-a=1").With("Content-Type", "text/plain"));
        AwsExample.Authenticate(new InMemoryRequestContext("PUT", signed + "&x-amz-meta-a=1").With("x-amz-meta-a", "1").With("Content-Type", "text/plain"));
        AwsExample.AssertRefused(
            new InMemoryRequestContext("PUT", signed + "&x-amz-meta-a=1").With("x-amz-meta-a", "2").With("Content-Type", "text/plain"),
            S3Errors.SignatureDoesNotMatch);
    }

    [Theory]
    [InlineData("Signature=b&Expires=1")]
    [InlineData("AWSAccessKeyId=a&Expires=1")]
    [InlineData("AWSAccessKeyId=a&Signature=b")]
    [InlineData("AWSAccessKeyId=a&Signature=b&Expires=")]
    [InlineData("AWSAccessKeyId=a&Signature=b&Expires=%2B1")]
    [InlineData("AWSAccessKeyId=a&Signature=b&Expires=99999999999999999999")]
    [InlineData("AWSAccessKeyId=a&Signature=b&Expires=1")]
    public void Authenticate_ParametersIncompleteOrOver_IsDenied(string query)
        => AwsExample.AssertRefused(new InMemoryRequestContext("GET", "/b/k?" + query), S3Errors.AccessDenied);

    [Theory]
    [InlineData("Expires=99999999999")]
    [InlineData("Signature=a")]
    [InlineData("AWSAccessKeyId=a")]
    public void Authenticate_ParameterTwice_IsRefused(string duplicate)
        => AwsExample.AssertRefused(new InMemoryRequestContext("GET", Presign("GET", "/b/k", "/b/k") + "&" + duplicate), S3Errors.InvalidRequest);

    [Fact]
    public void Authenticate_BothVersionsInQuery_IsRefused()
        => AwsExample.AssertRefused(new InMemoryRequestContext("GET", Presign("GET", "/b/k", "/b/k") + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"), S3Errors.InvalidArgument);

    [Fact]
    public void Authenticate_UnknownAccessKey_IsRefused()
        => AwsExample.AssertRefused(
            new InMemoryRequestContext("GET", Presign("GET", "/b/k", "/b/k").Replace(AwsExample.AccessKey, "NOBODY", StringComparison.Ordinal)),
            S3Errors.InvalidAccessKeyId);

    [Fact]
    public void Authenticate_Chunks_AreRefused()
        => AwsExample.AssertRefused(
            new InMemoryRequestContext("PUT", Presign("PUT", "/b/k", "x-amz-content-sha256:STREAMING-UNSIGNED-PAYLOAD-TRAILER\n/b/k"))
                .With("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            S3Errors.InvalidRequest);

    /// <summary>Signs as a client does. The fields and resource are given as they are signed.</summary>
    private static string Presign(string method, string target, string fieldsAndResource, string contentType = "")
    {
        byte[] toSign = Encoding.UTF8.GetBytes($"{method}\n\n{contentType}\n{Expires}\n{fieldsAndResource}");
#pragma warning disable CA5350 // The algorithm of Signature Version 2.
        string signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AwsExample.SecretKey), toSign));
#pragma warning restore CA5350
        char separator = target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return $"{target}{separator}AWSAccessKeyId={AwsExample.AccessKey}&Signature={Uri.EscapeDataString(signature)}&Expires={Expires}";
    }
}
