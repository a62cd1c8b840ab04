using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

public sealed class RequestAuthenticatorPresignedTests
{
    private const string Target = "/bucket/key?versionId=1";

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
            S3Exception exception = AwsExample.AssertRefused(context, S3Errors.AccessDenied, clockOffset: offset);
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
            AwsExample.AssertRefused(context, S3Errors.AuthorizationQueryParametersError);
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
        AwsExample.AssertRefused(context, S3Errors.AuthorizationQueryParametersError);
        AwsExample.AssertRefused(new("GET", target.Replace(name, name.ToLowerInvariant(), StringComparison.Ordinal)), S3Errors.AuthorizationQueryParametersError);
    }

    [Fact]
    public void Authenticate_PresignedWithOtherAlgorithm_IsRefused()
        => AwsExample.AssertRefused(
            new InMemoryRequestContext("GET", new RequestSigner { Algorithm = "AWS4-HMAC-SHA256-PAYLOAD" }.Presign(Get())),
            S3Errors.AuthorizationQueryParametersError);

    [Fact]
    public void Authenticate_PresignedWithSignedHeaders_NeedsThemAsSigned()
    {
        string target = new RequestSigner().Presign(Get().With("x-amz-meta-a", "1").With("content-type", "text/plain"));
        AwsExample.Authenticate(new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "1").With("Content-Type", "text/plain"));
        AwsExample.AssertRefused(
            new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "2").With("Content-Type", "text/plain"), S3Errors.SignatureDoesNotMatch);
        AwsExample.AssertRefused(new InMemoryRequestContext("GET", target).With("x-amz-meta-a", "1"), S3Errors.SignatureDoesNotMatch);
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
        AwsExample.AssertRefused(new InMemoryRequestContext("PUT", target), S3Errors.InvalidRequest);
    }

    private static InMemoryRequestContext Get() => new("GET", Target);
}
