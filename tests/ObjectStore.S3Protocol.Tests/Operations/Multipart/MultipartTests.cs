using System.Security.Cryptography;
using ObjectStore.S3Protocol.Operations;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Multipart;

public class MultipartTests
{
    private const int PartSize = 5 << 20;

    private readonly TestServer _server = new();

    [Fact]
    public async Task Upload_TwoParts_IsOneObjectReadableByPart()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync(("x-amz-meta-a", "1"), ("Content-Type", "text/plain"));
        byte[] large = Content(PartSize);
        string first = await UploadAsync(target, 1, large);
        string second = await UploadAsync(target, 3, "tail"u8.ToArray());
        TestExchange completed = await _server.SucceedAsync("POST", "/bucket/k?" + target, Document((1, first), (3, second)));
        string eTag = TestServer.Element(completed.SentText, "ETag")!.Replace("&quot;", "\"", StringComparison.Ordinal);
        Assert.EndsWith("-2\"", eTag, StringComparison.Ordinal);
        Assert.Equal("http://s3.example.com/bucket/k", TestServer.Element(completed.SentText, "Location"));

        TestExchange head = await _server.SucceedAsync("HEAD", "/bucket/k");
        Assert.Equal((eTag, "1", "text/plain"), (head.ResponseHeaders["ETag"], head.ResponseHeaders["x-amz-meta-a"], head.ResponseHeaders["Content-Type"]));
        Assert.False(head.ResponseHeaders.ContainsKey("x-amz-mp-parts-count"));
        foreach (string method in (string[])["GET", "HEAD"])
        {
            TestExchange tail = await _server.SucceedAsync(method, "/bucket/k?partNumber=3");
            Assert.Equal(
                (206, "2", $"bytes {PartSize}-{PartSize + 3}/{PartSize + 4}", "4"),
                (tail.Status, tail.ResponseHeaders["x-amz-mp-parts-count"], tail.ResponseHeaders["Content-Range"], tail.ResponseHeaders["Content-Length"]));
            Assert.Equal(416, (await _server.SendAsync(method, "/bucket/k?partNumber=2")).Status);
        }

        byte[] whole = [.. large, .. "tail"u8];
        Assert.Equal(whole, (await _server.SucceedAsync("GET", "/bucket/k")).Sent);
        TestExchange again = await _server.FailAsync(404, "NoSuchUpload", "POST", "/bucket/k?" + target, Document((1, first)));
        Assert.Equal(target, "uploadId=" + Uri.EscapeDataString(TestServer.Element(again.SentText, "UploadId")!));
    }

    [Fact]
    public async Task Upload_CompositeChecksum_IsShownWithItsParts()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange begun = await _server.SucceedAsync("POST", "/bucket/k?uploads", "", ("x-amz-checksum-algorithm", "SHA256"));
        Assert.Equal(("SHA256", "COMPOSITE"), (begun.ResponseHeaders["x-amz-checksum-algorithm"], begun.ResponseHeaders["x-amz-checksum-type"]));
        string target = "uploadId=" + TestServer.Element(begun.SentText, "UploadId");
        string sha256 = Convert.ToBase64String(SHA256.HashData("part"u8));
        TestExchange part = await _server.SucceedAsync("PUT", $"/bucket/k?partNumber=1&{target}", "part", ("x-amz-checksum-sha256", sha256));
        Assert.Equal(sha256, part.ResponseHeaders["x-amz-checksum-sha256"]);
        string expected = Convert.ToBase64String(SHA256.HashData(SHA256.HashData("part"u8))) + "-1";
        string document = $"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{part.ResponseHeaders["ETag"]}</ETag>"
            + $"<ChecksumSHA256>{sha256}</ChecksumSHA256></Part></CompleteMultipartUpload>";
        await _server.FailAsync(
            400, "BadDigest", "POST", "/bucket/k?" + target, document, ("x-amz-checksum-sha256", Convert.ToBase64String(new byte[32]) + "-1"));
        TestExchange completed = await _server.SucceedAsync("POST", "/bucket/k?" + target, document, ("x-amz-checksum-sha256", expected));
        Assert.Equal(expected, TestServer.Element(completed.SentText, "ChecksumSHA256"));
        Assert.Equal("COMPOSITE", TestServer.Element(completed.SentText, "ChecksumType"));
        TestExchange head = await _server.SucceedAsync("HEAD", "/bucket/k", "", ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal((expected, "COMPOSITE"), (head.ResponseHeaders["x-amz-checksum-sha256"], head.ResponseHeaders["x-amz-checksum-type"]));
    }

    [Fact]
    public async Task Complete_CompositeUploadAndAPartNamedWithoutItsChecksum_IsInvalidRequest()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync(("x-amz-checksum-algorithm", "CRC32C"));
        string first = await UploadAsync(target, 1, "part"u8.ToArray());
        TestExchange refused = await _server.FailAsync(400, "InvalidRequest", "POST", "/bucket/k?" + target, Document((1, first)));
        Assert.Equal(
            "The upload was created using a crc32c checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.",
            TestServer.Element(refused.SentText, "Message"));
        await _server.FailAsync(404, "NoSuchKey", "GET", "/bucket/k");
        string parts = (await _server.SucceedAsync("GET", "/bucket/k?" + target)).SentText;
        string named = Document((1, first)).Replace(
            "</Part>", $"<ChecksumCRC32C>{TestServer.Element(parts, "ChecksumCRC32C")}</ChecksumCRC32C></Part>", StringComparison.Ordinal);
        await _server.SucceedAsync("POST", "/bucket/k?" + target, named);
    }

    [Fact]
    public async Task Complete_FullObjectUploadAndPartsNamedWithoutChecksums_IsAnObject()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync(("x-amz-checksum-algorithm", "CRC32C"), ("x-amz-checksum-type", "FULL_OBJECT"));
        string first = await UploadAsync(target, 1, "part"u8.ToArray());
        TestExchange completed = await _server.SucceedAsync("POST", "/bucket/k?" + target, Document((1, first)));
        Assert.Equal("FULL_OBJECT", TestServer.Element(completed.SentText, "ChecksumType"));
    }

    [Fact]
    public async Task Upload_ReducedRedundancy_IsShownByItsListingsAndItsObject()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync(("x-amz-storage-class", "REDUCED_REDUNDANCY"));
        string first = await UploadAsync(target, 1, "part"u8.ToArray());
        foreach (string listing in (string[])["/bucket/k?" + target, "/bucket?uploads"])
        {
            Assert.Equal("REDUCED_REDUNDANCY", TestServer.Element((await _server.SucceedAsync("GET", listing)).SentText, "StorageClass"));
        }

        await _server.SucceedAsync("POST", "/bucket/k?" + target, Document((1, first)));
        Assert.Equal("REDUCED_REDUNDANCY", (await _server.SucceedAsync("HEAD", "/bucket/k")).ResponseHeaders["x-amz-storage-class"]);
    }

    [Fact]
    public async Task UploadPart_OtherChecksumThanItsUpload_IsInvalidRequest()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange created = await _server.SucceedAsync("POST", "/bucket/k?uploads", "", ("x-amz-checksum-algorithm", "SHA256"));
        string target = "uploadId=" + TestServer.Element(created.SentText, "UploadId");

        await _server.FailAsync(400, "InvalidRequest", "PUT", "/bucket/k?partNumber=1&" + target, "hello", ("x-amz-checksum-crc32", "NhCmhg=="));
    }

    [Fact]
    public async Task Get_PartOfACompositeObject_ShowsThePartsChecksum()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        TestExchange begun = await _server.SucceedAsync("POST", "/bucket/k?uploads", "", ("x-amz-checksum-algorithm", "SHA256"));
        string target = "uploadId=" + TestServer.Element(begun.SentText, "UploadId");
        string first = await UploadAsync(target, 1, Content(PartSize), Sha256Of(Content(PartSize)));
        string second = await UploadAsync(target, 2, "tail"u8.ToArray(), Sha256Of("tail"u8));
        string document = Document((1, first), (2, second))
            .Replace(first + "</ETag>", $"{first}</ETag><ChecksumSHA256>{Sha256Of(Content(PartSize)).Value}</ChecksumSHA256>", StringComparison.Ordinal)
            .Replace(second + "</ETag>", $"{second}</ETag><ChecksumSHA256>{Sha256Of("tail"u8).Value}</ChecksumSHA256>", StringComparison.Ordinal);
        await _server.SucceedAsync("POST", "/bucket/k?" + target, document);
        (string, string) mode = ("x-amz-checksum-mode", "ENABLED");
        string aligned = $"bytes={PartSize}-{PartSize + 3}";
        foreach (TestExchange read in (TestExchange[])
        [
            await _server.SucceedAsync("GET", "/bucket/k?partNumber=2", "", mode),
            await _server.SucceedAsync("HEAD", "/bucket/k?partNumber=2", "", mode),
            await _server.SucceedAsync("GET", "/bucket/k", "", mode, ("Range", aligned)),
        ])
        {
            Assert.Equal(
                (Sha256Of("tail"u8).Value, "COMPOSITE"),
                (read.ResponseHeaders["x-amz-checksum-sha256"], read.ResponseHeaders["x-amz-checksum-type"]));
        }

        TestExchange whole = await _server.SucceedAsync("GET", "/bucket/k", "", mode);
        Assert.EndsWith("-2", whole.ResponseHeaders["x-amz-checksum-sha256"], StringComparison.Ordinal);
        TestExchange odd = await _server.SucceedAsync("GET", "/bucket/k", "", mode, ("Range", "bytes=1-2"));
        Assert.False(odd.ResponseHeaders.ContainsKey("x-amz-checksum-sha256"));
    }

    [Theory]
    [InlineData("x-amz-checksum-algorithm", "MD4", null, 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-algorithm", "XXHASH3", null, 501, "NotImplemented")]
    [InlineData("x-amz-checksum-algorithm", "SHA1", "FULL_OBJECT", 400, "InvalidRequest")]
    [InlineData("x-amz-checksum-algorithm", "CRC64NVME", "COMPOSITE", 400, "InvalidRequest")]
    [InlineData("x-amz-meta-x", "1", "FULL_OBJECT", 400, "InvalidRequest")]
    [InlineData("x-amz-server-side-encryption", "aws:kms", null, 501, "NotImplemented")]
    public async Task Create_Nonsense_IsRefused(string name, string value, string? type, int status, string code)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        (string, string)[] headers = type is null ? [(name, value)] : [(name, value), ("x-amz-checksum-type", type)];
        await _server.FailAsync(status, code, "POST", "/bucket/k?uploads", "", headers);
    }

    [Fact]
    public async Task Complete_Nonsense_IsRefusedAndLeavesTheUpload()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync();
        string first = await UploadAsync(target, 1, "small"u8.ToArray());
        string second = await UploadAsync(target, 2, "tail"u8.ToArray());
        string complete = "/bucket/k?" + target;
        await _server.FailAsync(400, "InvalidRequest", "POST", complete);
        await _server.FailAsync(400, "MalformedXML", "POST", complete, "<CompleteMultipartUpload/>");
        await _server.FailAsync(400, "EntityTooSmall", "POST", complete, Document((1, first), (2, second)));
        await _server.FailAsync(400, "InvalidPartOrder", "POST", complete, Document((2, second), (1, first)));
        await _server.FailAsync(400, "InvalidPart", "POST", complete, Document((1, second)));
        await _server.FailAsync(400, "InvalidPart", "POST", complete, Document((9, first)));
        await _server.FailAsync(400, "InvalidRequest", "POST", complete, Document((1, first)), ("x-amz-mp-object-size", "4"));
        await _server.FailAsync(404, "NoSuchKey", "POST", complete, Document((1, first)), ("If-Match", "\"x\""));
        await _server.SucceedAsync("PUT", "/bucket/k", "meanwhile");
        await _server.FailAsync(412, "PreconditionFailed", "POST", complete, Document((1, first)), ("If-None-Match", "*"));
        await _server.SucceedAsync("POST", complete, Document((1, first)), ("x-amz-mp-object-size", "5"));
        Assert.Equal("small", (await _server.SucceedAsync("GET", "/bucket/k")).SentText);
    }

    [Fact]
    public async Task Lists_UploadsAndParts_PageByPage()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync();
        await UploadAsync(target, 1, "a"u8.ToArray());
        await UploadAsync(target, 2, "bb"u8.ToArray());
        string parts = (await _server.SucceedAsync("GET", $"/bucket/k?{target}&max-parts=1")).SentText;
        Assert.Equal(("1", "true"), (TestServer.Element(parts, "NextPartNumberMarker"), TestServer.Element(parts, "IsTruncated")));
        string rest = (await _server.SucceedAsync("GET", $"/bucket/k?{target}&part-number-marker=1")).SentText;
        Assert.Equal(["2"], TestServer.Elements(rest, "PartNumber"));
        Assert.Equal(("2", "false"), (TestServer.Element(rest, "Size"), TestServer.Element(rest, "IsTruncated")));

        await _server.SucceedAsync("POST", "/bucket/dir/x?uploads");
        string uploads = (await _server.SucceedAsync("GET", "/bucket?uploads&delimiter=/")).SentText;
        Assert.Equal(["k"], TestServer.Elements(uploads, "Key"));
        Assert.Equal(["", "dir/"], TestServer.Elements(uploads, "Prefix"));
        string first = (await _server.SucceedAsync("GET", "/bucket?uploads&max-uploads=1")).SentText;
        Assert.Equal(["dir/x"], TestServer.Elements(first, "Key"));
        Assert.Equal("true", TestServer.Element(first, "IsTruncated"));
        string next = $"key-marker={TestServer.Element(first, "NextKeyMarker")}&upload-id-marker={TestServer.Element(first, "NextUploadIdMarker")}";
        Assert.Equal(["k"], TestServer.Elements((await _server.SucceedAsync("GET", "/bucket?uploads&" + next)).SentText, "Key"));

        Assert.Equal(204, (await _server.SucceedAsync("DELETE", "/bucket/k?" + target)).Status);
        await _server.FailAsync(404, "NoSuchUpload", "DELETE", "/bucket/k?" + target);
        await _server.FailAsync(404, "NoSuchUpload", "GET", "/bucket/k?" + target);
        await _server.FailAsync(404, "NoSuchUpload", "PUT", "/bucket/k?partNumber=1&" + target, "x");
        await _server.FailAsync(400, "InvalidArgument", "PUT", "/bucket/k?partNumber=10001&" + target, "x");
        await _server.FailAsync(400, "InvalidArgument", "GET", $"/bucket/k?{target}&max-parts=-1");
    }

    [Fact]
    public async Task UploadPartCopy_Range_IsStrict()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/source", "hello");
        string target = "/bucket/k?partNumber=1&" + await BeginAsync();
        (string, string) source = ("x-amz-copy-source", "/bucket/source");
        TestExchange copied = await _server.SucceedAsync("PUT", target, "", source, ("x-amz-copy-source-range", "bytes=1-2"));
        Assert.Contains(Convert.ToHexStringLower(MD5.HashData("el"u8)), TestServer.Element(copied.SentText, "ETag"), StringComparison.Ordinal);
        await _server.FailAsync(400, "InvalidArgument", "PUT", target, "", source, ("x-amz-copy-source-range", "bytes=1-"));
        await _server.FailAsync(400, "InvalidArgument", "PUT", target, "", source, ("x-amz-copy-source-range", "bytes=1-5"));
        await _server.FailAsync(412, "PreconditionFailed", "PUT", target, "", source, ("x-amz-copy-source-if-match", "x"));
        await _server.FailAsync(404, "NoSuchKey", "PUT", target, "", ("x-amz-copy-source", "/bucket/missing"));
        await _server.FailAsync(404, "NoSuchUpload", "PUT", "/bucket/k?partNumber=1&uploadId=none", "", source);
    }

    [Fact]
    public async Task Complete_SlowStore_SendsWhiteSpaceThenTheDocument()
    {
        (TestExchange exchange, Task handling, TaskCompletionSource gate, _) = await BeginSlowCompletionAsync();
        await AdvanceAsync(exchange);
        Assert.Equal((200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), (exchange.Status, exchange.SentText));
        await AdvanceAsync(exchange);
        Assert.EndsWith("\n ", exchange.SentText, StringComparison.Ordinal);
        gate.SetResult();
        await handling;
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n <CompleteMultipartUploadResult ", exchange.SentText, StringComparison.Ordinal);
        Assert.False(exchange.IsAborted);
        Assert.Equal("part", (await _server.SucceedAsync("GET", "/bucket/k")).SentText);
    }

    [Fact]
    public async Task Complete_SlowStoreFails_SendsTheErrorInside200()
    {
        (TestExchange exchange, Task handling, TaskCompletionSource gate, string target) = await BeginSlowCompletionAsync();
        await AdvanceAsync(exchange);
        await _server.SucceedAsync("DELETE", "/bucket/k?" + target);
        gate.SetResult();
        await handling;
        Assert.Equal((200, "NoSuchUpload"), (exchange.Status, TestServer.Element(exchange.SentText, "Code")));
        Assert.EndsWith("</Error>", exchange.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_SlowStoreThrows_SendsInternalErrorInside200()
    {
        (TestExchange exchange, Task handling, TaskCompletionSource gate, _) = await BeginSlowCompletionAsync();
        await AdvanceAsync(exchange);
        gate.SetException(new InvalidOperationException("secret detail"));
        await handling;
        Assert.Equal("InternalError", TestServer.Element(exchange.SentText, "Code"));
        Assert.DoesNotContain("secret", exchange.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_ClientGoneMeanwhile_Ends()
    {
        (TestExchange exchange, Task handling, _, _) = await BeginSlowCompletionAsync();
        await AdvanceAsync(exchange);
        exchange.LoseClient();
        await handling;
        Assert.DoesNotContain("Error", exchange.SentText, StringComparison.Ordinal);
    }

    private async Task<(TestExchange Exchange, Task Handling, TaskCompletionSource Gate, string Target)> BeginSlowCompletionAsync()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        string target = await BeginAsync();
        string eTag = await UploadAsync(target, 1, "part"u8.ToArray());
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Store.CompletionGate = gate.Task;
        TestExchange exchange = _server.Request("POST", "/bucket/k?" + target, System.Text.Encoding.UTF8.GetBytes(Document((1, eTag))));
        return (exchange, _server.HandleAsync(exchange), gate, target);
    }

    /// <summary>Lets the interval pass and waits for what is sent then.</summary>
    private async Task AdvanceAsync(TestExchange exchange)
    {
        await _server.Time.WaitBegunAsync(SlowResponse.Interval);
        Task sent = exchange.NextFlushAsync();
        _server.Time.Advance(SlowResponse.Interval);
        await sent;
    }

    private async Task<string> BeginAsync(params (string Name, string Value)[] headers)
    {
        TestExchange begun = await _server.SucceedAsync("POST", "/bucket/k?uploads", "", headers);
        return "uploadId=" + TestServer.Element(begun.SentText, "UploadId");
    }

    private static (string Name, string Value) Sha256Of(ReadOnlySpan<byte> content)
        => ("x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData(content)));

    private async Task<string> UploadAsync(string target, int number, byte[] content, params (string Name, string Value)[] headers)
    {
        TestExchange exchange = _server.Request("PUT", $"/bucket/k?partNumber={number}&{target}", content, headers);
        await _server.HandleAsync(exchange);
        Assert.Equal(200, exchange.Status);
        return exchange.ResponseHeaders["ETag"];
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(7).NextBytes(content);
        return content;
    }

    private static string Document(params (int Number, string ETag)[] parts)
    {
        IEnumerable<string> elements = parts.Select(part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>");
        return $"<CompleteMultipartUpload>{string.Concat(elements)}</CompleteMultipartUpload>";
    }
}
