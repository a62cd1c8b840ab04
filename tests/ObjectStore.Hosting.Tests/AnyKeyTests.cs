using System.Text;
using System.Text.RegularExpressions;
using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests;

/// <summary>Any UTF-8 text is a key of its own, over the wire as in the engine.</summary>
[Collection<InProcessServerCollection>]
public partial class AnyKeyTests(InProcessServer server)
{
    private static readonly string[] Segments =
    [
        "a", "b", "A", "", ".", "..", "...", "\\", " ", "+", "%", "%2F", "é", "e\u0301", "ü", "日本語", "😀", "\u0001", "\u001f", "\u007f", "\t", "\n", "\r", "?", "#", "&", "=", "*", "<", ">", "\"", "'", "~", "\uFFFD", "\uE000",
        "\uFFFE", new string('x', 250), "con", "aux.", "dt=2025",
    ];

    [Fact]
    public async Task Keys_Generated_AreStoredReadAndListedInByteOrder()
    {
        await using RawS3Client client = server.Connect();
        Assert.Equal(200, (await client.SendAsync("PUT", "/any-key")).Status);
        string[] keys = [.. GenerateKeys(new Random(5), 1500)];
        foreach (string key in keys)
        {
            RawResponse put = await client.SendAsync("PUT", "/any-key/" + RawS3Client.Encode(key), body: Encoding.UTF8.GetBytes(key));
            Assert.True(put.Status == 200, $"PUT of {RawS3Client.Encode(key)}: {put.Status} {put.Text}");
        }

        foreach (string key in keys)
        {
            RawResponse get = await client.SendAsync("GET", "/any-key/" + RawS3Client.Encode(key));
            Assert.Equal(key, get.Text);
        }

        string[] expected = [.. keys.OrderBy(static key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal)];
        foreach (int pageSize in new[] { 1000, 97 })
        {
            Assert.Equal(expected.Select(static key => RawS3Client.Encode(key)), await ListAsync(client, pageSize));
        }
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%00b")]
    [InlineData("%zz")]
    public async Task Key_NotUtf8_Is400(string encoded)
    {
        await using RawS3Client client = server.Connect();
        Assert.Equal(400, (await client.SendAsync("PUT", "/bucket/" + encoded, body: [1])).Status);
    }

    [Fact]
    public async Task Key_TooLong_IsRefusedAsSuch()
    {
        await using RawS3Client client = server.Connect();
        Assert.Equal(200, (await client.SendAsync("PUT", "/bucket/" + new string('k', 1024), body: [1])).Status);
        Assert.Equal("KeyTooLongError", (await client.SendAsync("PUT", "/bucket/" + new string('k', 1025), body: [1])).ErrorCode);
        Assert.Equal("KeyTooLongError", (await client.SendAsync("PUT", "/bucket/" + RawS3Client.Encode(new string('é', 513)), body: [1])).ErrorCode);
    }

    private static IEnumerable<string> GenerateKeys(Random random, int count)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (keys.Count < count)
        {
            string key = string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Segments[random.Next(Segments.Length)] + Segments[random.Next(Segments.Length)]));
            if (key.Length > 0 && Encoding.UTF8.GetByteCount(key) <= 1024)
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    /// <summary>All keys by pages, as encoding-type=url gives them, brought to one form of encoding.</summary>
    private static async Task<List<string>> ListAsync(RawS3Client client, int pageSize)
    {
        var keys = new List<string>();
        string token = "";
        while (true)
        {
            string query = $"{(token.Length == 0 ? "" : $"continuation-token={RawS3Client.Encode(token, keepSlash: false)}&")}encoding-type=url&list-type=2&max-keys={pageSize}";
            RawResponse page = await client.SendAsync("GET", "/any-key", query);
            Assert.Equal(200, page.Status);
            keys.AddRange(KeyElement().Matches(page.Text).Select(static match => RawS3Client.Encode(Decode(match.Groups[1].Value))));
            if (NextToken().Match(page.Text) is not { Success: true } next)
            {
                return keys;
            }

            token = next.Groups[1].Value;
        }
    }

    private static string Decode(string encoded) => Uri.UnescapeDataString(encoded.Replace("+", "%20", StringComparison.Ordinal));

    [GeneratedRegex("<Key>([^<]*)</Key>")]
    private static partial Regex KeyElement();

    [GeneratedRegex("<NextContinuationToken>([^<]*)</NextContinuationToken>")]
    private static partial Regex NextToken();
}
