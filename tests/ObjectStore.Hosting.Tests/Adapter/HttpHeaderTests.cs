using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Adapter;

/// <summary>Headers that a server could misread, over real sockets. Strings show bytes as Latin-1.</summary>
[Collection<InProcessServerCollection>]
public class HttpHeaderTests(InProcessServer server)
{
    [Theory]
    [InlineData("utf8", "caf\u00c3\u00a9")]
    [InlineData("latin1", "caf\u00e9")]
    [InlineData("kanji", "\u00e6\u00bc\u00a2\u00e5\u00ad\u0097")]
    public async Task UserMetadata_BeyondAscii_ComesBackByteForByte(string key, string value)
    {
        await using RawS3Client client = server.Connect();
        Assert.Equal(200, (await client.SendAsync("PUT", $"/bucket/{key}", headers: ("x-amz-meta-text", value))).Status);

        RawResponse head = await client.SendAsync("HEAD", $"/bucket/{key}");

        Assert.Equal(200, head.Status);
        Assert.Equal(value, head.Headers["x-amz-meta-text"]);
    }

    [Fact]
    public async Task Put_WithoutLength_IsRefusedAndStoresNothing()
    {
        List<(string Name, string Value)> headers = RequestSigner.Sign(
            "PUT", "/bucket/no-length", "", server.Endpoint.ToString(), [], RequestSigner.HashOf([]), DateTimeOffset.UtcNow);
        await using RawConnection connection = await RawConnection.OpenAsync(server.Endpoint);
        await connection.SendAsync($"PUT /bucket/no-length HTTP/1.1\r\n{string.Concat(headers.Select(static header => $"{header.Name}: {header.Value}\r\n"))}\r\n");

        RawResponse? response = await connection.ReceiveAsync();

        Assert.Equal((411, "MissingContentLength"), (response?.Status, response?.ErrorCode));
        await using RawS3Client client = server.Connect();
        Assert.Equal(404, (await client.SendAsync("HEAD", "/bucket/no-length")).Status);
    }

    [Fact]
    public async Task ResponseOverride_BeyondAscii_IsSentAsUtf8()
    {
        await using RawS3Client client = server.Connect();
        await client.SendAsync("PUT", "/bucket/override");

        RawResponse get = await client.SendAsync("GET", "/bucket/override", "response-content-disposition=" + RawS3Client.Encode("inline; filename=é", keepSlash: false));

        Assert.Equal(200, get.Status);
        Assert.Equal("inline; filename=\u00c3\u00a9", get.Headers["Content-Disposition"]);
    }

    [Fact]
    public async Task CopySource_BeyondAsciiAndNotEncoded_IsUtf8()
    {
        await using RawS3Client client = server.Connect();
        await client.SendAsync("PUT", "/bucket/" + RawS3Client.Encode("é"), body: "x"u8.ToArray());

        Assert.Equal(200, (await client.SendAsync("PUT", "/bucket/copied", headers: ("x-amz-copy-source", "bucket/\u00c3\u00a9"))).Status);
        Assert.Equal("x", (await client.SendAsync("GET", "/bucket/copied")).Text);
    }
}
