using System.Security.Cryptography;
using System.Text;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Objects;

public class ObjectOperationTests
{
    private const string HelloETag = "\"5d41402abc4b2a76b9719d911017c592\"";

    private readonly TestServer _server = new();

    [Fact]
    public async Task PutGetHead_Object_KeepsContentAndFields()
    {
        TestExchange put = await PutHelloAsync(
            ("Content-Type", "text/plain"),
            ("Content-Encoding", "aws-chunked,gzip"),
            ("Content-Disposition", "attachment"),
            ("Content-Language", "de"),
            ("Cache-Control", "no-cache"),
            ("Expires", "whenever"),
            ("x-amz-meta-Color", "caf\u00e9 =1"),
            ("x-amz-website-redirect-location", "/other"));
        Assert.Equal((200, HelloETag, "0"), (put.Status, put.ResponseHeaders["ETag"], put.ResponseHeaders["Content-Length"]));

        TestExchange get = await _server.SucceedAsync("GET", "/bucket/k");
        TestExchange head = await _server.SucceedAsync("HEAD", "/bucket/k");
        Assert.Equal("hello", get.SentText);
        foreach (TestExchange read in (TestExchange[])[get, head])
        {
            Assert.Equal(200, read.Status);
            Assert.Equal("5", read.ResponseHeaders["Content-Length"]);
            Assert.Equal(HelloETag, read.ResponseHeaders["ETag"]);
            Assert.Equal("Fri, 24 May 2013 00:00:00 GMT", read.ResponseHeaders["Last-Modified"]);
            Assert.Equal("bytes", read.ResponseHeaders["Accept-Ranges"]);
            Assert.Equal("text/plain", read.ResponseHeaders["Content-Type"]);
            Assert.Equal("gzip", read.ResponseHeaders["Content-Encoding"]);
            Assert.Equal("attachment", read.ResponseHeaders["Content-Disposition"]);
            Assert.Equal("de", read.ResponseHeaders["Content-Language"]);
            Assert.Equal("no-cache", read.ResponseHeaders["Cache-Control"]);
            Assert.Equal("whenever", read.ResponseHeaders["Expires"]);
            Assert.Equal("caf\u00c3\u00a9 =1", read.ResponseHeaders["x-amz-meta-color"]);
            Assert.Equal("/other", read.ResponseHeaders["x-amz-website-redirect-location"]);
            Assert.False(read.ResponseHeaders.ContainsKey("x-amz-storage-class"));
            Assert.False(read.ResponseHeaders.ContainsKey("x-amz-version-id"));
        }
    }

    [Fact]
    public async Task Get_NoContentType_GivesTheDefault()
    {
        await PutHelloAsync();
        Assert.Equal("binary/octet-stream", (await _server.SucceedAsync("GET", "/bucket/k")).ResponseHeaders["Content-Type"]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("a//b/")]
    [InlineData("../../etc/passwd")]
    [InlineData("\\")]
    [InlineData("a b+c%d?e#f")]
    [InlineData("\u0001\u007f")]
    [InlineData("e\u0301")]
    [InlineData("\u00e9")]
    public async Task Put_AnyKey_IsAKeyOfItsOwn(string key)
    {
        await PutHelloAsync();
        string target = TestServer.TargetOf("bucket", key);
        await _server.SucceedAsync("PUT", target, key);
        Assert.Equal(key, (await _server.SucceedAsync("GET", target)).SentText);
        await _server.SucceedAsync("DELETE", target);
        await _server.FailAsync(404, "NoSuchKey", "GET", target);
        Assert.Equal("hello", (await _server.SucceedAsync("GET", "/bucket/k")).SentText);
    }

    [Fact]
    public async Task Put_KeyTooLong_IsRefused()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/" + new string('k', 1024), "x");
        await _server.FailAsync(400, "KeyTooLongError", "PUT", "/bucket/" + new string('k', 1025), "x");
    }

    [Theory]
    [InlineData("bytes=0-0", 206, "h", "bytes 0-0/5")]
    [InlineData("bytes=1-99", 206, "ello", "bytes 1-4/5")]
    [InlineData("bytes=2-", 206, "llo", "bytes 2-4/5")]
    [InlineData("bytes=-2", 206, "lo", "bytes 3-4/5")]
    [InlineData("bytes=-99", 206, "hello", "bytes 0-4/5")]
    [InlineData("bytes=0-4", 206, "hello", "bytes 0-4/5")]
    [InlineData("bytes=0-1,3-4", 200, "hello", null)]
    [InlineData("bytes=4-1", 200, "hello", null)]
    [InlineData("lines=1-2", 200, "hello", null)]
    public async Task GetHead_Range_GivesItsBytes(string range, int status, string content, string? contentRange)
    {
        await PutHelloAsync();
        TestExchange get = await _server.SendAsync("GET", "/bucket/k", "", ("Range", range));
        TestExchange head = await _server.SendAsync("HEAD", "/bucket/k", "", ("Range", range));
        Assert.Equal(content, get.SentText);
        foreach (TestExchange read in (TestExchange[])[get, head])
        {
            Assert.Equal(
                (status, contentRange, content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                (read.Status, read.ResponseHeaders.GetValueOrDefault("Content-Range"), read.ResponseHeaders["Content-Length"]));
        }
    }

    [Theory]
    [InlineData("bytes=5-")]
    [InlineData("bytes=9-10")]
    [InlineData("bytes=-0")]
    public async Task GetHead_UnsatisfiableRange_Is416WithTheSize(string range)
    {
        await PutHelloAsync();
        TestExchange get = await _server.FailAsync(416, "InvalidRange", "GET", "/bucket/k", "", ("Range", range));
        Assert.Equal("bytes */5", get.ResponseHeaders["Content-Range"]);
        Assert.Equal("5", TestServer.Element(get.SentText, "ActualObjectSize"));
        TestExchange head = await _server.SendAsync("HEAD", "/bucket/k", "", ("Range", range));
        Assert.Equal((416, "bytes */5"), (head.Status, head.ResponseHeaders["Content-Range"]));
    }

    [Fact]
    public async Task Get_EmptyObject_RangeIs416AndWholeIsEmpty()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/empty");
        Assert.Empty((await _server.SucceedAsync("GET", "/bucket/empty")).Sent);
        Assert.Equal(200, (await _server.SucceedAsync("GET", "/bucket/empty?partNumber=1")).Status);
        TestExchange answer = await _server.FailAsync(416, "InvalidRange", "GET", "/bucket/empty", "", ("Range", "bytes=0-"));
        Assert.Equal("bytes */0", answer.ResponseHeaders["Content-Range"]);
    }

    [Fact]
    public async Task Get_LargerThanOnePiece_IsWhole()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        byte[] content = new byte[300_000];
        new Random(1).NextBytes(content);
        TestExchange put = _server.Request("PUT", "/bucket/k", content);
        await _server.HandleAsync(put);
        Assert.Equal(content, (await _server.SucceedAsync("GET", "/bucket/k")).Sent);
        Assert.Equal(content[7..299_990], (await _server.SucceedAsync("GET", "/bucket/k", "", ("Range", "bytes=7-299989"))).Sent);
    }

    [Theory]
    [InlineData("If-Match", HelloETag, 200)]
    [InlineData("If-Match", "5d41402abc4b2a76b9719d911017c592", 200)]
    [InlineData("If-Match", "\"x\", " + HelloETag, 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Match", "\"x\"", 412)]
    [InlineData("If-None-Match", HelloETag, 304)]
    [InlineData("If-None-Match", "W/" + HelloETag, 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"x\"", 200)]
    [InlineData("If-Modified-Since", "Fri, 24 May 2013 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Thu, 23 May 2013 23:59:59 GMT", 200)]
    [InlineData("If-Modified-Since", "nonsense", 200)]
    [InlineData("If-Unmodified-Since", "Fri, 24 May 2013 00:00:00 GMT", 200)]
    [InlineData("If-Unmodified-Since", "Thu, 23 May 2013 23:59:59 GMT", 412)]
    public async Task GetHead_Condition_Decides(string name, string value, int status)
    {
        await PutHelloAsync();
        foreach (string method in (string[])["GET", "HEAD"])
        {
            TestExchange answer = await _server.SendAsync(method, "/bucket/k", "", (name, value));
            Assert.Equal(status, answer.Status);
            if (status == 304)
            {
                Assert.Equal(HelloETag, answer.ResponseHeaders["ETag"]);
                Assert.Equal("Fri, 24 May 2013 00:00:00 GMT", answer.ResponseHeaders["Last-Modified"]);
                Assert.Empty(answer.Sent);
            }
        }
    }

    [Theory]
    [InlineData(HelloETag, 206)]
    [InlineData("\"x\"", 200)]
    [InlineData("Fri, 24 May 2013 00:00:00 GMT", 206)]
    [InlineData("Thu, 23 May 2013 00:00:00 GMT", 200)]
    public async Task GetHead_IfRange_GivesRangeOnlyOfTheSameObject(string value, int status)
    {
        await PutHelloAsync();
        TestExchange get = await _server.SendAsync("GET", "/bucket/k", "", ("Range", "bytes=1-2"), ("If-Range", value));
        Assert.Equal((status, status == 206 ? "el" : "hello"), (get.Status, get.SentText));
        Assert.Equal(status, (await _server.SendAsync("HEAD", "/bucket/k", "", ("Range", "bytes=1-2"), ("If-Range", value))).Status);
    }

    [Fact]
    public async Task Get_ResponseOverrides_ReplaceHeaders()
    {
        await PutHelloAsync(("Content-Type", "text/plain"));
        TestExchange get = await _server.SucceedAsync(
            "GET", "/bucket/k?response-content-type=a%2Fb&response-content-disposition=attachment%3B%20filename%3D%22%C3%A4%22&response-cache-control=x");
        Assert.Equal("a/b", get.ResponseHeaders["Content-Type"]);
        Assert.Equal("attachment; filename=\"\u00c3\u00a4\"", get.ResponseHeaders["Content-Disposition"]);
        Assert.Equal("x", get.ResponseHeaders["Cache-Control"]);
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?response-content-type=a%0D%0ASet-Cookie%3A%20b");
    }

    [Fact]
    public async Task Get_Checksum_OnlyIfAskedForAndOfTheseBytes()
    {
        string crc32 = Convert.ToBase64String([0x36, 0x10, 0xa6, 0x86]);
        TestExchange put = await PutHelloAsync(("x-amz-checksum-crc32", crc32));
        Assert.Equal((crc32, "FULL_OBJECT"), (put.ResponseHeaders["x-amz-checksum-crc32"], put.ResponseHeaders["x-amz-checksum-type"]));
        Assert.False((await _server.SucceedAsync("GET", "/bucket/k")).ResponseHeaders.ContainsKey("x-amz-checksum-crc32"));
        TestExchange whole = await _server.SucceedAsync("GET", "/bucket/k", "", ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal((crc32, "FULL_OBJECT"), (whole.ResponseHeaders["x-amz-checksum-crc32"], whole.ResponseHeaders["x-amz-checksum-type"]));
        TestExchange range = await _server.SucceedAsync("GET", "/bucket/k", "", ("x-amz-checksum-mode", "ENABLED"), ("Range", "bytes=0-1"));
        Assert.False(range.ResponseHeaders.ContainsKey("x-amz-checksum-crc32"));
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "AAAAAA==", "BadDigest")]
    [InlineData("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest")]
    [InlineData("Content-MD5", "AAAA", "InvalidDigest")]
    [InlineData("x-amz-checksum-crc32", "AAAA", "InvalidRequest")]
    public async Task Put_WrongDigest_ChangesNothing(string name, string value, string code)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.FailAsync(400, code, "PUT", "/bucket/k", "hello", (name, value));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption", "AES256")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    [InlineData("x-amz-tagging", "a=b")]
    [InlineData("x-amz-object-lock-mode", "GOVERNANCE")]
    [InlineData("x-amz-object-lock-legal-hold", "ON")]
    [InlineData("x-amz-acl", "public-read")]
    [InlineData("x-amz-grant-full-control", "id=1")]
    [InlineData("x-amz-write-offset-bytes", "0")]
    [InlineData("x-amz-meta-snowball-auto-extract", "true")]
    [InlineData("If-None-Match", "\"x\"")]
    [InlineData("If-Modified-Since", "Fri, 24 May 2013 00:00:00 GMT")]
    public async Task Put_WithWhatDoesNotExist_IsNotImplemented(string name, string value)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange answer = await _server.FailAsync(501, "NotImplemented", "PUT", "/bucket/k", "hello", (name, value));
        Assert.Contains(name, answer.SentText, StringComparison.Ordinal);
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    [Theory]
    [InlineData("x-amz-acl", "private")]
    [InlineData("x-amz-acl", "bucket-owner-full-control")]
    [InlineData("x-amz-storage-class", "STANDARD")]
    public async Task Put_WithWhatIsTheCaseAnyway_IsAccepted(string name, string value) => await PutHelloAsync((name, value));

    [Fact]
    public async Task StorageClass_ReducedRedundancy_IsShownWhereverTheObjectIs()
    {
        (string, string) reduced = ("x-amz-storage-class", "REDUCED_REDUNDANCY");
        await PutHelloAsync(reduced);
        foreach (string method in (string[])["GET", "HEAD"])
        {
            Assert.Equal("REDUCED_REDUNDANCY", (await _server.SucceedAsync(method, "/bucket/k")).ResponseHeaders["x-amz-storage-class"]);
        }

        foreach (string listing in (string[])["", "?list-type=2", "?versions"])
        {
            Assert.Equal("REDUCED_REDUNDANCY", TestServer.Element((await _server.SucceedAsync("GET", "/bucket" + listing)).SentText, "StorageClass"));
        }

        await _server.SucceedAsync("PUT", "/bucket/copy", "", ("x-amz-copy-source", "bucket/k"));
        Assert.False((await _server.SucceedAsync("HEAD", "/bucket/copy")).ResponseHeaders.ContainsKey("x-amz-storage-class"));
        await _server.SucceedAsync("PUT", "/bucket/copy", "", ("x-amz-copy-source", "bucket/copy"), reduced);
        Assert.Equal("REDUCED_REDUNDANCY", (await _server.SucceedAsync("HEAD", "/bucket/copy")).ResponseHeaders["x-amz-storage-class"]);
        await _server.SucceedAsync("PUT", "/bucket/copy", "", ("x-amz-copy-source", "bucket/copy"), ("x-amz-storage-class", "STANDARD"));
        Assert.False((await _server.SucceedAsync("HEAD", "/bucket/copy")).ResponseHeaders.ContainsKey("x-amz-storage-class"));
    }

    [Fact]
    public async Task Put_OddFields_AreRefused()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.FailAsync(400, "InvalidStorageClass", "PUT", "/bucket/k", "x", ("x-amz-storage-class", "GLACIER"));
        await _server.FailAsync(400, "MetadataTooLarge", "PUT", "/bucket/k", "x", ("x-amz-meta-a", new string('x', 2048)));
        await _server.FailAsync(400, "InvalidArgument", "PUT", "/bucket/k", "x", ("x-amz-meta-a", "x\r\ny"));
        await _server.FailAsync(400, "InvalidArgument", "PUT", "/bucket/k?versionId=1", "x");
        await _server.FailAsync(404, "NoSuchBucket", "PUT", "/nowhere/k", "x");
    }

    [Fact]
    public async Task Put_UnknownLength_IsMissingContentLength()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange chunked = _server.Request("PUT", "/bucket/k", "x"u8.ToArray(), contentLength: null, "UNSIGNED-PAYLOAD");
        await _server.HandleAsync(chunked);
        Assert.Equal((411, "MissingContentLength"), (chunked.Status, TestServer.Element(chunked.SentText, "Code")));
    }

    [Theory]
    [InlineData("NhCmhg==", 200)]
    [InlineData("AAAAAA==", 400)]
    [InlineData("", 400)]
    public async Task Put_ChunksWithTrailingChecksum_IsVerifiedAndKept(string crc32, int status)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string trailer = crc32.Length == 0 ? "" : $"x-amz-checksum-crc32:{crc32}\r\n";
        byte[] body = Encoding.ASCII.GetBytes($"2\r\nhe\r\n3\r\nllo\r\n0\r\n{trailer}\r\n");
        TestExchange put = _server.Request(
            "PUT",
            "/bucket/k",
            body,
            contentLength: null,
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
            ("x-amz-sdk-checksum-algorithm", "CRC32"));
        await _server.HandleAsync(put);
        Assert.Equal(status, put.Status);
        TestExchange get = await _server.SendAsync("GET", "/bucket/k", "", ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal(status == 200 ? (200, crc32) : (404, null), (get.Status, get.ResponseHeaders.GetValueOrDefault("x-amz-checksum-crc32")));
        Assert.False(get.ResponseHeaders.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task Put_Conditions_Decide()
    {
        await PutHelloAsync(("If-None-Match", "*"));
        await _server.FailAsync(412, "PreconditionFailed", "PUT", "/bucket/k", "2", ("If-None-Match", "*"));
        await _server.FailAsync(412, "PreconditionFailed", "PUT", "/bucket/k", "2", ("If-Match", "\"x\""));
        await _server.FailAsync(404, "NoSuchKey", "PUT", "/bucket/other", "2", ("If-Match", "\"x\""));
        await _server.SucceedAsync("PUT", "/bucket/k", "2", ("If-Match", HelloETag));
        Assert.Equal("2", (await _server.SucceedAsync("GET", "/bucket/k")).SentText);
    }

    [Fact]
    public async Task Delete_Conditions_Decide()
    {
        await PutHelloAsync();
        await _server.FailAsync(412, "PreconditionFailed", "DELETE", "/bucket/k", "", ("If-Match", "\"x\""));
        await _server.FailAsync(412, "PreconditionFailed", "DELETE", "/bucket/k", "", ("x-amz-if-match-size", "4"));
        await _server.FailAsync(400, "InvalidArgument", "DELETE", "/bucket/k", "", ("x-amz-if-match-size", "x"));
        await _server.FailAsync(501, "NotImplemented", "DELETE", "/bucket/k", "", ("If-None-Match", "*"));
        Assert.Equal(204, (await _server.SucceedAsync("DELETE", "/bucket/k", "", ("If-Match", HelloETag))).Status);
        Assert.Equal(204, (await _server.SucceedAsync("DELETE", "/bucket/k")).Status);
    }

    [Fact]
    public async Task Get_DeleteMarker_IsToldInHeaders()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        string version = (await _server.SucceedAsync("PUT", "/bucket/k", "hello")).ResponseHeaders["x-amz-version-id"];
        string marker = (await _server.SucceedAsync("DELETE", "/bucket/k")).ResponseHeaders["x-amz-version-id"];
        TestExchange current = await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
        Assert.Equal(("true", marker), (current.ResponseHeaders["x-amz-delete-marker"], current.ResponseHeaders["x-amz-version-id"]));
        TestExchange named = await _server.FailAsync(405, "MethodNotAllowed", "GET", "/bucket/k?versionId=" + marker);
        Assert.Equal("true", named.ResponseHeaders["x-amz-delete-marker"]);
        TestExchange head = await _server.SendAsync("HEAD", "/bucket/k?versionId=" + marker);
        Assert.Equal((405, "true"), (head.Status, head.ResponseHeaders["x-amz-delete-marker"]));
        TestExchange old = await _server.SucceedAsync("GET", "/bucket/k?versionId=" + version);
        Assert.Equal(("hello", version), (old.SentText, old.ResponseHeaders["x-amz-version-id"]));
        await _server.FailAsync(404, "NoSuchVersion", "GET", "/bucket/other?versionId=" + version);
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?versionId=no-such-form");
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?versionId=");
    }

    [Fact]
    public async Task Get_PartOrRangeNonsense_IsRefused()
    {
        await PutHelloAsync();
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?partNumber=0");
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket/k?partNumber=10001");
        await _server.FailAsync(400, "InvalidRequest", "GET", "/bucket/k?partNumber=1", "", ("Range", "bytes=0-1"));
        await _server.FailAsync(416, "InvalidPartNumber", "GET", "/bucket/k?partNumber=2");
        Assert.Equal(416, (await _server.SendAsync("HEAD", "/bucket/k?partNumber=2")).Status);
        TestExchange part = await _server.SucceedAsync("GET", "/bucket/k?partNumber=1");
        Assert.Equal((206, "bytes 0-4/5"), (part.Status, part.ResponseHeaders["Content-Range"]));
    }

    [Fact]
    public async Task DeleteObjects_MixedRequest_AnswersForEach()
    {
        await PutHelloAsync();
        await _server.SucceedAsync("PUT", "/bucket/%01", "x");
        const string Document = "<Delete><Object><Key>&#x1;</Key></Object><Object><Key>missing</Key></Object>"
            + "<Object><Key>k</Key><ETag>\"x\"</ETag></Object></Delete>";
        string text = (await _server.SucceedAsync("POST", "/bucket?delete", Document, ("Content-MD5", Md5(Document)))).SentText;
        Assert.Equal(["&#x1;", "missing", "k"], TestServer.Elements(text, "Key"));
        Assert.Equal("PreconditionFailed", TestServer.Element(text, "Code"));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/%01");
        await _server.SucceedAsync("GET", "/bucket/k");
    }

    [Fact]
    public async Task DeleteObjects_Digest_IsRequiredAndVerified()
    {
        await PutHelloAsync();
        const string Document = "<Delete><Object><Key>k</Key></Object></Delete>";
        await _server.FailAsync(400, "InvalidRequest", "POST", "/bucket?delete", Document);
        await _server.FailAsync(400, "BadDigest", "POST", "/bucket?delete", Document, ("Content-MD5", Md5("other")));
        await _server.FailAsync(400, "BadDigest", "POST", "/bucket?delete", Document, ("x-amz-checksum-crc32", "AAAAAA=="));
        await _server.SucceedAsync("GET", "/bucket/k");
        string sha256 = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));
        await _server.SucceedAsync("POST", "/bucket?delete", Document, ("x-amz-checksum-sha256", sha256));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
    }

    private static string Md5(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<TestExchange> PutHelloAsync(params (string Name, string Value)[] headers)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        return await _server.SucceedAsync("PUT", "/bucket/k", "hello", headers);
    }
}
