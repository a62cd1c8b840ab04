using System.Text;
using ObjectStore.Load.Client;
using Xunit;

namespace ObjectStore.Load.Tests.Client;

/// <summary>The worked examples of AWS, "Signature Calculations for the Authorization Header".</summary>
public sealed class RequestSignerTests
{
    private const string Timestamp = "20130524T000000Z";
    private const string Host = "examplebucket.s3.amazonaws.com";
    private const string Scope = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly RequestSigner _signer = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");

    [Fact]
    public void Sign_GetObjectWithRange_EqualsTheDocumentedExample()
    {
        string actual = _signer.Sign(
            "GET",
            "/test.txt",
            "",
            [("host", Host), ("range", "bytes=0-9"), ("x-amz-content-sha256", EmptyHash), ("x-amz-date", Timestamp)],
            EmptyHash,
            Timestamp);

        Assert.Equal(
            Scope + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            actual);
    }

    [Fact]
    public void Sign_PutObject_EqualsTheDocumentedExample()
    {
        string hash = RequestSigner.HashHex(Encoding.UTF8.GetBytes("Welcome to Amazon S3."));

        string actual = _signer.Sign(
            "PUT",
            "/test%24file.text",
            "",
            [
                ("date", "Fri, 24 May 2013 00:00:00 GMT"), ("host", Host), ("x-amz-content-sha256", hash), ("x-amz-date", Timestamp),
                ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ],
            hash,
            Timestamp);

        Assert.EndsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Sign_Query_EqualsTheDocumentedExample(string query, string signature)
    {
        string actual = _signer.Sign(
            "GET", "/", query, [("host", Host), ("x-amz-content-sha256", EmptyHash), ("x-amz-date", Timestamp)], EmptyHash, Timestamp);

        Assert.EndsWith("Signature=" + signature, actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Timestamp_AnyOffset_IsInUtc()
        => Assert.Equal(Timestamp, RequestSigner.Timestamp(new DateTimeOffset(2013, 5, 24, 2, 0, 0, TimeSpan.FromHours(2))));
}
