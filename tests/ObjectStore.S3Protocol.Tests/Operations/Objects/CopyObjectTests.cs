using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Objects;

public class CopyObjectTests
{
    private readonly TestServer _server = new();

    [Theory]
    [InlineData("bucket/a%20b")]
    [InlineData("/bucket/a%20b")]
    [InlineData("bucket%2Fa b")]
    public async Task Copy_Source_IsCopiedWithItsMetadata(string source)
    {
        await FillAsync();
        TestExchange copied = await _server.SucceedAsync("PUT", "/bucket/copy", "", ("x-amz-copy-source", source));
        Assert.Equal("&quot;5d41402abc4b2a76b9719d911017c592&quot;", TestServer.Element(copied.SentText, "ETag"));
        Assert.Equal("2013-05-24T00:00:00.000Z", TestServer.Element(copied.SentText, "LastModified"));
        TestExchange get = await _server.SucceedAsync("GET", "/bucket/copy");
        Assert.Equal(("hello", "1", "text/plain"), (get.SentText, get.ResponseHeaders["x-amz-meta-a"], get.ResponseHeaders["Content-Type"]));
    }

    [Fact]
    public async Task Copy_ReplacingMetadata_TakesTheNew()
    {
        await FillAsync();
        await _server.SucceedAsync(
            "PUT",
            "/bucket/a%20b",
            "",
            ("x-amz-copy-source", "bucket/a%20b"),
            ("x-amz-metadata-directive", "REPLACE"),
            ("x-amz-meta-b", "2"),
            ("x-amz-checksum-algorithm", "CRC32"));
        TestExchange get = await _server.SucceedAsync("GET", "/bucket/a%20b", "", ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal(("hello", "2", "binary/octet-stream"), (get.SentText, get.ResponseHeaders["x-amz-meta-b"], get.ResponseHeaders["Content-Type"]));
        Assert.False(get.ResponseHeaders.ContainsKey("x-amz-meta-a"));
        Assert.Equal("NhCmhg==", get.ResponseHeaders["x-amz-checksum-crc32"]);
    }

    [Fact]
    public async Task Copy_Version_IsCopied()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        string old = (await _server.SucceedAsync("PUT", "/bucket/k", "old")).ResponseHeaders["x-amz-version-id"];
        string marker = (await _server.SucceedAsync("DELETE", "/bucket/k")).ResponseHeaders["x-amz-version-id"];
        TestExchange copied = await _server.SucceedAsync("PUT", "/bucket/k", "", ("x-amz-copy-source", $"bucket/k?versionId={old}"));
        Assert.Equal(old, copied.ResponseHeaders["x-amz-copy-source-version-id"]);
        Assert.NotEqual(old, copied.ResponseHeaders["x-amz-version-id"]);
        Assert.Equal("old", (await _server.SucceedAsync("GET", "/bucket/k")).SentText);
        await _server.FailAsync(400, "InvalidRequest", "PUT", "/bucket/x", "", ("x-amz-copy-source", $"bucket/k?versionId={marker}"));
        await _server.FailAsync(404, "NoSuchVersion", "PUT", "/bucket/x", "", ("x-amz-copy-source", $"bucket/y?versionId={old}"));
    }

    [Theory]
    [InlineData("x-amz-copy-source-if-match", "\"x\"")]
    [InlineData("x-amz-copy-source-if-none-match", "\"5d41402abc4b2a76b9719d911017c592\"")]
    [InlineData("x-amz-copy-source-if-modified-since", "Fri, 24 May 2013 00:00:00 GMT")]
    [InlineData("x-amz-copy-source-if-unmodified-since", "Thu, 23 May 2013 00:00:00 GMT")]
    [InlineData("If-Match", "\"x\"")]
    [InlineData("If-None-Match", "*")]
    public async Task Copy_ConditionThatDoesNotHold_Is412(string name, string value)
    {
        await FillAsync();
        await _server.SucceedAsync("PUT", "/bucket/copy", "there already");
        await _server.FailAsync(412, "PreconditionFailed", "PUT", "/bucket/copy", "", ("x-amz-copy-source", "bucket/a%20b"), (name, value));
        Assert.Equal("there already", (await _server.SucceedAsync("GET", "/bucket/copy")).SentText);
    }

    [Theory]
    [InlineData("bucket", null, null, 400, "InvalidArgument")]
    [InlineData("bucket/%zz", null, null, 400, "InvalidArgument")]
    [InlineData("bucket/missing", null, null, 404, "NoSuchKey")]
    [InlineData("nowhere/k", null, null, 404, "NoSuchBucket")]
    [InlineData("bucket/a%20b", "x-amz-metadata-directive", "replace", 400, "InvalidArgument")]
    [InlineData("bucket/a%20b", "x-amz-copy-source-server-side-encryption-customer-key", "x", 501, "NotImplemented")]
    [InlineData("bucket/a%20b", "x-amz-website-redirect-location", "/x", 501, "NotImplemented")]
    public async Task Copy_Nonsense_IsRefused(string source, string? name, string? value, int status, string code)
    {
        await FillAsync();
        (string, string)[] headers = name is null ? [("x-amz-copy-source", source)] : [("x-amz-copy-source", source), (name, value!)];
        await _server.FailAsync(status, code, "PUT", "/bucket/copy", "", headers);
    }

    [Fact]
    public async Task Copy_OntoItselfUnchanged_IsRefused()
    {
        await FillAsync();
        await _server.FailAsync(400, "InvalidRequest", "PUT", "/bucket/a%20b", "", ("x-amz-copy-source", "bucket/a%20b"));
    }

    private async Task FillAsync()
    {
        await _server.SucceedAsync("PUT", "/bucket");
        await _server.SucceedAsync("PUT", "/bucket/a%20b", "hello", ("x-amz-meta-a", "1"), ("Content-Type", "text/plain"));
    }
}
