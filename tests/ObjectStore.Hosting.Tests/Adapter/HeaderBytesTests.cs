using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Adapter;

/// <summary>Header values beyond ASCII, over real sockets. Strings show bytes as Latin-1.</summary>
[Collection<InProcessServerCollection>]
public class HeaderBytesTests(InProcessServer server)
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
