using System.Security.Cryptography;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests;

/// <summary>Headers that an SDK moved into the query of a presigned URL count as if they stood in the head.</summary>
public sealed class PresignedHeaderTests
{
    // CRC-32 of "hello", and of "world".
    private const string HelloCrc32 = "NhCmhg==";
    private const string WorldCrc32 = "OncRQw==";

    private readonly TestServer _server = new();

    [Theory]
    [InlineData("x-amz-checksum-crc32")]
    [InlineData("X-Amz-Checksum-Crc32")]
    public async Task Put_ChecksumInTheQuery_IsVerifiedAndKept(string name)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange wrong = await SendAsync("PUT", $"/bucket/k?{name}={Uri.EscapeDataString(WorldCrc32)}&x-amz-sdk-checksum-algorithm=CRC32", "hello");
        AssertRefused(wrong, 400, "BadDigest");
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");

        TestExchange right = await SendAsync("PUT", $"/bucket/k?{name}={Uri.EscapeDataString(HelloCrc32)}&x-amz-sdk-checksum-algorithm=CRC32", "hello");
        Assert.Equal((200, HelloCrc32), (right.Status, right.ResponseHeaders["x-amz-checksum-crc32"]));
        TestExchange head = await SendAsync("HEAD", "/bucket/k?x-amz-checksum-mode=ENABLED");
        Assert.Equal(HelloCrc32, head.ResponseHeaders["x-amz-checksum-crc32"]);
    }

    [Fact]
    public async Task UploadPart_ChecksumInTheQuery_IsVerified()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange begun = await SendAsync("POST", "/bucket/k?uploads=&x-amz-checksum-algorithm=CRC32");
        string part = $"/bucket/k?partNumber=1&uploadId={TestServer.Element(begun.SentText, "UploadId")}&x-amz-checksum-crc32=";

        AssertRefused(await SendAsync("PUT", part + Uri.EscapeDataString(WorldCrc32), "hello"), 400, "BadDigest");
        TestExchange right = await SendAsync("PUT", part + Uri.EscapeDataString(HelloCrc32), "hello");
        Assert.Equal((200, HelloCrc32), (right.Status, right.ResponseHeaders["x-amz-checksum-crc32"]));
    }

    [Theory]
    [InlineData("x-amz-sdk-checksum-algorithm=CRC32", 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32=nonsense", 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-crc32=NhCmhg%3D%3D&x-amz-checksum-sha1=qvTGHdzF6KLavt4PO0gs2a6pQ00%3D", 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-xxhash3=AAAAAAAAAAA%3D", 501, "NotImplemented")]
    [InlineData("content-md5=AAAAAAAAAAAAAAAAAAAAAA%3D%3D", 400, "BadDigest")]
    [InlineData("content-md5=x", 400, "InvalidDigest")]
    [InlineData("content-md5=XUFAKrxLKna5cZ2REBfFkg%3D%3D&Content-MD5=XUFAKrxLKna5cZ2REBfFkg%3D%3D", 400, "InvalidRequest")]
    [InlineData("x-amz-storage-class=GLACIER", 400, "InvalidStorageClass")]
    [InlineData("x-amz-tagging=a%3Db", 501, "NotImplemented")]
    [InlineData("x-amz-acl=public-read", 501, "NotImplemented")]
    [InlineData("x-amz-server-side-encryption=AES256", 501, "NotImplemented")]
    [InlineData("x-amz-trailer=x-amz-checksum-crc32", 400, "InvalidRequest")]
    public async Task Put_FieldInTheQueryThatCannotBeDone_IsRefusedAsInTheHead(string query, int status, string code)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        AssertRefused(await SendAsync("PUT", "/bucket/k?" + query, "hello"), status, code);
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    [Fact]
    public async Task Put_FieldsInTheQuery_AreKept()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange put = await SendAsync(
            "PUT", "/bucket/k?X-Amz-Meta-Color=dark%20red&x-amz-storage-class=REDUCED_REDUNDANCY&content-md5=XUFAKrxLKna5cZ2REBfFkg%3D%3D", "hello");
        Assert.Equal(200, put.Status);
        TestExchange head = await _server.SucceedAsync("HEAD", "/bucket/k");
        Assert.Equal(("dark red", "REDUCED_REDUNDANCY"), (head.ResponseHeaders["x-amz-meta-color"], head.ResponseHeaders["x-amz-storage-class"]));
        Assert.DoesNotContain(head.ResponseHeaders.Keys, name => name.Contains("signature", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Put_CopySourceInTheQuery_IsACopy()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");
        Assert.Equal(200, (await SendAsync("PUT", "/bucket/copy?X-Amz-Copy-Source=bucket%2Fk")).Status);
        Assert.Equal("hello", (await _server.SucceedAsync("GET", "/bucket/copy")).SentText);
    }

    [Theory]
    [InlineData("1", 200)]
    [InlineData("2", 400)]
    public async Task Put_FieldInHeadAndQuery_MustBeTheSame(string inHead, int status)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange put = _server.Presigned("PUT", "/bucket/k?x-amz-meta-a=1", "hello"u8.ToArray(), ("x-amz-meta-a", inHead));
        await _server.HandleAsync(put);
        Assert.Equal(status, put.Status);
        if (status == 200)
        {
            Assert.Equal("1", (await _server.SucceedAsync("HEAD", "/bucket/k")).ResponseHeaders["x-amz-meta-a"]);
        }
        else
        {
            AssertRefused(put, 400, "InvalidRequest");
        }
    }

    [Fact]
    public async Task Put_HeaderSignedAndFieldInTheQuery_IsNoHeader()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", $"/bucket/k?x-amz-checksum-crc32={Uri.EscapeDataString(WorldCrc32)}&x-amz-meta-a=1", "hello");
        Assert.False((await _server.SucceedAsync("HEAD", "/bucket/k")).ResponseHeaders.ContainsKey("x-amz-meta-a"));
    }

    [Fact]
    public async Task DeleteObjects_ChecksumInTheQuery_IsThatOfTheDocument()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "hello");
        const string Document = "<Delete><Object><Key>k</Key></Object></Delete>";
        AssertRefused(await SendAsync("POST", $"/bucket?delete=&x-amz-checksum-sha256={Sha256Of("other")}", Document), 400, "BadDigest");
        Assert.Equal(200, (await SendAsync("POST", $"/bucket?delete=&x-amz-checksum-sha256={Sha256Of(Document)}", Document)).Status);
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    private static string Sha256Of(string text)
        => Uri.EscapeDataString(Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));

    private static void AssertRefused(TestExchange exchange, int status, string code)
        => Assert.Equal((status, code), (exchange.Status, TestServer.Element(exchange.SentText, "Code")));

    private async Task<TestExchange> SendAsync(string method, string target, string body = "")
    {
        TestExchange exchange = _server.Presigned(method, target, System.Text.Encoding.UTF8.GetBytes(body));
        await _server.HandleAsync(exchange);
        return exchange;
    }
}
