using ObjectStore.S3Protocol.Signing;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Signing;

/// <summary>The requests that AWS gives with their signatures in "Authenticating Requests (AWS Signature Version 4)".</summary>
public sealed class RequestAuthenticatorAwsExampleTests
{
    [Fact]
    public void Authenticate_GetObject_Accepts()
        => AssertAccepted(
            Get("/test.txt").With("Range", "bytes=0-9"),
            "host;range;x-amz-content-sha256;x-amz-date",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    [Fact]
    public void Authenticate_PutObject_AcceptsAndGivesThePayloadHash()
    {
        const string Sha256 = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        InMemoryRequestContext context = new InMemoryRequestContext("PUT", "/test$file.text", AwsExample.Host)
            .With("Date", "Fri, 24 May 2013 00:00:00 GMT")
            .With("x-amz-date", AwsExample.Timestamp)
            .With("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .With("x-amz-content-sha256", Sha256);

        AuthenticatedRequest request = AssertAccepted(
            context,
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

        Assert.Equal(PayloadMode.Sha256, request.PayloadMode);
        Assert.Equal(Convert.FromHexString(Sha256), request.PayloadSha256.ToArray());
    }

    [Fact]
    public void Authenticate_GetBucketLifecycle_Accepts()
        => AssertAccepted(
            Get("/?lifecycle"),
            "host;x-amz-content-sha256;x-amz-date",
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

    [Fact]
    public void Authenticate_ListObjects_Accepts()
        => AssertAccepted(
            Get("/?max-keys=2&prefix=J"),
            "host;x-amz-content-sha256;x-amz-date",
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

    [Fact]
    public void Authenticate_PresignedGetObject_Accepts()
    {
        InMemoryRequestContext context = new(
            "GET",
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            AwsExample.Host);

        AuthenticatedRequest request = AwsExample.Authenticate(context, clockOffset: TimeSpan.FromHours(23));

        Assert.True(request.IsPresigned);
        Assert.Equal(PayloadMode.Unsigned, request.PayloadMode);
    }

    [Fact]
    public void Authenticate_ChunkedUpload_AcceptsAndBeginsTheChain()
    {
        const string Signature = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
        InMemoryRequestContext context = new InMemoryRequestContext("PUT", "/examplebucket/chunkObject.txt", "s3.amazonaws.com")
            .With("x-amz-date", AwsExample.Timestamp)
            .With("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .With("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
            .With("Content-Encoding", "aws-chunked")
            .With("x-amz-decoded-content-length", "66560")
            .With("Content-Length", "66824");

        AuthenticatedRequest request = AssertAccepted(
            context,
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
            Signature);

        Assert.Equal(PayloadMode.StreamingSigned, request.PayloadMode);
        Assert.Equal(System.Text.Encoding.ASCII.GetBytes(Signature), request.SeedSignature.ToArray());
    }

    [Fact]
    public void Authenticate_ChunkedUploadWithTrailer_Accepts()
    {
        InMemoryRequestContext context = new InMemoryRequestContext("PUT", "/examplebucket/chunkObject.txt", "s3.amazonaws.com")
            .With("x-amz-date", AwsExample.Timestamp)
            .With("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .With("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
            .With("Content-Encoding", "aws-chunked")
            .With("x-amz-decoded-content-length", "66560")
            .With("x-amz-trailer", "x-amz-checksum-crc32c")
            .With("Content-Length", "66824");

        AuthenticatedRequest request = AssertAccepted(
            context,
            "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");

        Assert.Equal(PayloadMode.StreamingSignedTrailer, request.PayloadMode);
    }

    private static InMemoryRequestContext Get(string target)
        => new InMemoryRequestContext("GET", target, AwsExample.Host)
            .With("x-amz-date", AwsExample.Timestamp)
            .With("x-amz-content-sha256", AwsExample.EmptySha256);

    private static AuthenticatedRequest AssertAccepted(InMemoryRequestContext context, string signedHeaders, string signature)
    {
        AuthenticatedRequest request = AwsExample.Authenticate(
            context.With("Authorization", AwsExample.Authorization(signedHeaders, signature)));
        Assert.Equal(AwsExample.AccessKey, request.AccessKey);
        Assert.Equal("20130524/us-east-1/s3/aws4_request", request.Scope.ToString());
        return request;
    }
}
