using Microsoft.Extensions.Time.Testing;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

/// <summary>What the examples in AWS's description of Signature Version 4 have in common.</summary>
internal static class AwsExample
{
    public const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Timestamp = "20130524T000000Z";
    public const string Host = "examplebucket.s3.amazonaws.com";
    public const string EmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static readonly DateTimeOffset Time = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    public static RequestAuthenticator CreateAuthenticator(string? region = null, TimeSpan clockOffset = default)
    {
        S3Options options = new() { Region = region, Domains = ["s3.amazonaws.com"], Credentials = [new S3Credentials(AccessKey, SecretKey)] };
        return new RequestAuthenticator(options, new FakeTimeProvider(Time + clockOffset));
    }

    public static string Authorization(string signedHeaders, string signature)
        => $"AWS4-HMAC-SHA256 Credential={AccessKey}/20130524/us-east-1/s3/aws4_request,SignedHeaders={signedHeaders},Signature={signature}";

    public static AuthenticatedRequest Authenticate(S3RequestContext context, string? region = null, TimeSpan clockOffset = default)
    {
        Assert.True(RequestTarget.TryParse(context.RawTarget, out RequestTarget? target));
        return CreateAuthenticator(region, clockOffset).Authenticate(context, target);
    }

    public static S3Exception AssertRefused(InMemoryRequestContext context, S3Error error, string? region = null, TimeSpan clockOffset = default)
    {
        S3Exception exception = Assert.Throws<S3Exception>(() => Authenticate(context, region, clockOffset));
        Assert.Equal(error, exception.Error);
        return exception;
    }
}
