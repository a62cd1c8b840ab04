using System.Security.Cryptography;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests;

public class S3RequestHandlerTests
{
    private readonly TestServer _server = new();

    [Fact]
    public async Task Handle_Error_NamesWhatItIsAbout()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange answer = await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/a%20%26b");
        string text = answer.SentText;
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>", text, StringComparison.Ordinal);
        Assert.Equal(
            ("a &amp;b", "bucket", "/bucket/a%20%26b", answer.ResponseHeaders["x-amz-request-id"], answer.ResponseHeaders["x-amz-id-2"]),
            (TestServer.Element(text, "Key"), TestServer.Element(text, "BucketName"), TestServer.Element(text, "Resource"),
                TestServer.Element(text, "RequestId"), TestServer.Element(text, "HostId")));
    }

    [Fact]
    public async Task Handle_ErrorOfHead_HasNoBody()
    {
        TestExchange answer = await _server.SendAsync("HEAD", "/bucket/k");
        Assert.Equal(404, answer.Status);
        Assert.Empty(answer.Sent);
    }

    [Theory]
    [InlineData("GET", "no-slash", 400, "InvalidURI")]
    [InlineData("GET", "/b/%zz", 400, "InvalidURI")]
    [InlineData("GET", "/b/%ff", 400, "InvalidURI")]
    [InlineData("GET", "/b/%00", 400, "InvalidURI")]
    [InlineData("PATCH", "/b/k", 405, "MethodNotAllowed")]
    [InlineData("GET", "/b/k", 403, "AccessDenied")]
    [InlineData("GET", "/b?policy", 403, "AccessDenied")]
    public async Task Handle_UnsignedRequest_IsRefusedWithoutReading(string method, string target, int status, string code)
    {
        TestExchange exchange = new(method, target, "body"u8.ToArray(), 4);
        await _server.HandleAsync(exchange);
        Assert.Equal((status, code), (exchange.Status, TestServer.Element(exchange.SentText, "Code")));
        Assert.Equal(0, exchange.BytesRead);
        Assert.True(exchange.IsConnectionClosed);
    }

    [Theory]
    [InlineData("If-Match", "\"x\"")]
    [InlineData("If-None-Match", "*")]
    [InlineData("x-amz-acl", "public-read")]
    [InlineData("x-amz-checksum-crc32", "odd")]
    public async Task Handle_RefusedUploadThatAwaitsContinue_IsNotRead(string name, string value)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", "there");
        TestExchange exchange = _server.Request("PUT", "/bucket/k", "hello"u8.ToArray(), (name, value), ("Expect", "100-continue"));
        await _server.HandleAsync(exchange);
        Assert.True(exchange.Status >= 400);
        Assert.Equal(0, exchange.BytesRead);
        Assert.True(exchange.IsConnectionClosed);
    }

    [Fact]
    public async Task Handle_RefusedSmallUpload_IsReadOffAndKeepsTheConnection()
    {
        TestExchange exchange = _server.Request("PUT", "/nowhere/k", "hello"u8.ToArray());
        await _server.HandleAsync(exchange);
        Assert.Equal((404, 5, false), (exchange.Status, exchange.BytesRead, exchange.IsConnectionClosed));
    }

    [Fact]
    public async Task Handle_RefusedLargeUpload_IsReadOffWithinBoundsAndClosesTheConnection()
    {
        byte[] content = new byte[20 << 20];
        TestExchange exchange = _server.Request("PUT", "/nowhere/k", content);
        await _server.HandleAsync(exchange);
        Assert.Equal((404, true), (exchange.Status, exchange.IsConnectionClosed));
        Assert.InRange(exchange.BytesRead, 1, 9 << 20);
    }

    [Theory]
    [InlineData("/bucket/k", "", 200, true)]
    [InlineData("/nowhere/k", "", 404, true)]
    [InlineData("/nowhere/k", "hello", 404, true)]
    [InlineData("/bucket/k", "hello", 200, false)]
    public async Task Handle_ClientThatWaitsToContinue_KeepsTheConnectionOnlyIfItWasAskedTo(string target, string content, int status, bool isClosed)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange exchange = _server.Request("PUT", target, System.Text.Encoding.UTF8.GetBytes(content), ("Expect", "100-continue"));
        await _server.HandleAsync(exchange);
        Assert.Equal((status, isClosed), (exchange.Status, exchange.IsConnectionClosed));
    }

    [Fact]
    public async Task Handle_BodyThatEndsEarly_ChangesNothing()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange torn = _server.Request("PUT", "/bucket/k", "hel"u8.ToArray(), contentLength: 5, "UNSIGNED-PAYLOAD");
        await _server.HandleAsync(torn);
        Assert.Equal((400, "IncompleteBody"), (torn.Status, TestServer.Element(torn.SentText, "Code")));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    [Fact]
    public async Task Handle_BodyWithAnotherHash_ChangesNothing()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string hash = Convert.ToHexStringLower(SHA256.HashData("hello"u8));
        TestExchange forged = _server.Request("PUT", "/bucket/k", "jello"u8.ToArray(), contentLength: 5, hash);
        await _server.HandleAsync(forged);
        Assert.Equal((400, "XAmzContentSHA256Mismatch"), (forged.Status, TestServer.Element(forged.SentText, "Code")));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    [Fact]
    public async Task Handle_Bug_IsToldAsNoMoreThanThat()
    {
        _server.Store.ListBucketsFailure = new InvalidOperationException("secret detail");
        TestExchange answer = await _server.FailAsync(500, "InternalError", "GET", "/");
        Assert.DoesNotContain("secret", answer.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_StoreUnavailable_IsSlowDown()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        _server.Store.Blobs.FailWrites = StorageErrorCode.Unavailable;
        TestExchange answer = await _server.FailAsync(503, "SlowDown", "PUT", "/bucket/k", new string('x', 200_000));
        Assert.DoesNotContain("Writes fail", answer.SentText, StringComparison.Ordinal);
        _server.Store.Blobs.FailWrites = StorageErrorCode.StorageFull;
        await _server.FailAsync(507, "XMinioStorageFull", "PUT", "/bucket/k", new string('x', 200_000));
    }

    [Fact]
    public async Task Handle_DamagedObject_IsAProperErrorWithoutTheObjectsHeaders()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/k", new string('x', 200_000), ("x-amz-meta-a", "1"));
        _server.Store.Blobs.FailReads = StorageErrorCode.DataDamaged;
        TestExchange answer = await _server.FailAsync(500, "InternalError", "GET", "/bucket/k");
        Assert.False(answer.ResponseHeaders.ContainsKey("x-amz-meta-a"));
        Assert.False(answer.ResponseHeaders.ContainsKey("ETag"));
        Assert.False(answer.IsAborted);
    }

    [Fact]
    public async Task Handle_ContentTurnsOutDamagedInTheMiddle_BreaksOff()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        byte[] content = new byte[1 << 20];
        await _server.HandleAsync(_server.Request("PUT", "/bucket/k", content));
        TestExchange exchange = _server.Request("GET", "/bucket/k", []);
        _server.Store.Damage.DamagedFrom = 1 << 19;
        await _server.HandleAsync(exchange);
        Assert.True(exchange.IsAborted);
        Assert.DoesNotContain("<Error>", exchange.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_StoppedStore_IsServiceUnavailable()
    {
        _server.Store.ListBucketsFailure = new ObjectDisposedException("store");
        await _server.FailAsync(503, "ServiceUnavailable", "GET", "/");
    }

    [Fact]
    public async Task Handle_ClientGone_EndsWithoutAnswer()
    {
        TestExchange exchange = _server.Request("GET", "/", []);
        exchange.LoseClient();
        await _server.HandleAsync(exchange);
        Assert.False(exchange.HasResponseStarted);
        Assert.False(exchange.IsAborted);
    }

    [Fact]
    public async Task Handle_PresignedRequest_TakesFieldsFromTheQuery()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange put = _server.Presigned("PUT", "/bucket/k?x-amz-meta-a=1%C3%A4", "hello"u8.ToArray());
        await _server.HandleAsync(put);
        Assert.Equal(200, put.Status);
        TestExchange get = _server.Presigned("GET", "/bucket/k?response-content-type=text%2Fhtml", []);
        await _server.HandleAsync(get);
        Assert.Equal(("hello", "text/html", "1\u00c3\u00a4"), (get.SentText, get.ResponseHeaders["Content-Type"], get.ResponseHeaders["x-amz-meta-a"]));
        TestExchange refused = _server.Presigned("PUT", "/bucket/k?x-amz-acl=public-read", "other"u8.ToArray());
        await _server.HandleAsync(refused);
        Assert.Equal(501, refused.Status);
    }

    [Fact]
    public async Task Handle_AnyRequests_HaveIdsOfTheirOwn()
    {
        HashSet<string> ids = [];
        for (int i = 0; i < 1000; i++)
        {
            TestExchange exchange = new("GET", "/", [], 0);
            await _server.HandleAsync(exchange);
            Assert.True(ids.Add(exchange.ResponseHeaders["x-amz-request-id"]));
        }
    }
}
