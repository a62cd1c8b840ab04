using System.Globalization;
using System.Text;
using System.Xml;
using ObjectStore.S3Protocol.Tests.Server;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Operations.Buckets;

public class ListingTests
{
    private readonly TestServer _server = new();

    [Theory]
    [InlineData("marker")]
    [InlineData("continuation-token")]
    public async Task List_Pages_GiveEveryKeyOnceInByteOrder(string paging)
    {
        string[] keys = ["a", "a/", "a/b", "b//c", "b/\u0001", "c d+e&<>", "\u00e4", "\uffff", "\U0001F600", "z/1", "z/2", "z/3"];
        await FillAsync(keys);
        string[] sorted = [.. keys.OrderBy(key => key, Comparer<string>.Create(CompareBytes))];
        string query = paging == "marker" ? "" : "list-type=2&";
        List<string> listed = [];
        string position = "";
        for (bool isTruncated = true; isTruncated;)
        {
            string text = (await _server.SucceedAsync("GET", $"/bucket?{query}encoding-type=url&max-keys=5{position}")).SentText;
            isTruncated = TestServer.Element(text, "IsTruncated") == "true";
            listed.AddRange(TestServer.Elements(text, "Key").Select(Uri.UnescapeDataString));
            string? token = TestServer.Element(text, "NextContinuationToken");
            position = paging == "marker" ? "&marker=" + Uri.EscapeDataString(listed[^1]) : $"&continuation-token={token}";
        }

        Assert.Equal(sorted, listed);
    }

    [Fact]
    public async Task List_StrangeKeysWithoutEncoding_CanBeReadByALenientParser()
    {
        string[] keys = ["\u0001", "a\rb\nc", "\ufffe", " x ", "<&>"];
        await FillAsync(keys);
        string text = (await _server.SucceedAsync("GET", "/bucket")).SentText;
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { CheckCharacters = false });
        HashSet<string> read = [];
        while (reader.ReadToFollowing("Key"))
        {
            read.Add(reader.ReadElementContentAsString());
        }

        Assert.Equal(keys.ToHashSet(), read);
    }

    [Fact]
    public async Task ListV1_Delimiter_PagesByNextMarker()
    {
        await FillAsync("a", "b/1", "b/2", "c", "d/1");
        string first = (await _server.SucceedAsync("GET", "/bucket?delimiter=/&max-keys=2")).SentText;
        Assert.Equal(["a"], TestServer.Elements(first, "Key"));
        Assert.Equal(["", "b/"], TestServer.Elements(first, "Prefix"));
        Assert.Equal("b/", TestServer.Element(first, "NextMarker"));
        string second = (await _server.SucceedAsync("GET", "/bucket?delimiter=/&marker=b/")).SentText;
        Assert.Equal(["c"], TestServer.Elements(second, "Key"));
        Assert.Equal(["", "d/"], TestServer.Elements(second, "Prefix"));
        Assert.Null(TestServer.Element(second, "NextMarker"));
    }

    [Fact]
    public async Task ListV2_Delimiter_CountsPrefixes()
    {
        await FillAsync("p/a", "p/b/1", "p/b/2", "q");
        string text = (await _server.SucceedAsync("GET", "/bucket?list-type=2&delimiter=/&prefix=p/&fetch-owner=true&start-after=p")).SentText;
        Assert.Equal("2", TestServer.Element(text, "KeyCount"));
        Assert.Equal(["p/a"], TestServer.Elements(text, "Key"));
        Assert.Equal(["p/", "p/b/"], TestServer.Elements(text, "Prefix"));
        Assert.Equal("p", TestServer.Element(text, "StartAfter"));
        Assert.NotNull(TestServer.Element(text, "Owner"));
    }

    [Fact]
    public async Task ListV2_TokenAndStartAfter_TokenCounts()
    {
        await FillAsync("a", "b", "c");
        string token = TestServer.Element((await _server.SucceedAsync("GET", "/bucket?list-type=2&max-keys=1")).SentText, "NextContinuationToken")!;
        string text = (await _server.SucceedAsync("GET", $"/bucket?list-type=2&start-after=b&continuation-token={token}")).SentText;
        Assert.Equal(["b", "c"], TestServer.Elements(text, "Key"));
        Assert.Null(TestServer.Element(text, "Owner"));
    }

    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("2", "2", 2)]
    [InlineData("5000", "1000", 3)]
    [InlineData("", "1000", 3)]
    public async Task List_MaxKeys_IsCapped(string given, string shown, int count)
    {
        await FillAsync("a", "b", "c");
        string text = (await _server.SucceedAsync("GET", $"/bucket?list-type=2&max-keys={given}")).SentText;
        Assert.Equal(shown, TestServer.Element(text, "MaxKeys"));
        Assert.Equal(count, TestServer.Elements(text, "Key").Length);
        Assert.Equal(count == 2 ? "true" : "false", TestServer.Element(text, "IsTruncated"));
    }

    [Theory]
    [InlineData("max-keys=-1")]
    [InlineData("max-keys=%2B1")]
    [InlineData("max-keys=1a")]
    [InlineData("max-keys=99999999999")]
    [InlineData("encoding-type=base64")]
    [InlineData("list-type=2&continuation-token=")]
    [InlineData("list-type=2&continuation-token=key")]
    [InlineData("versions&version-id-marker=1")]
    public async Task List_Nonsense_IsInvalidArgument(string query)
    {
        await FillAsync();
        await _server.FailAsync(400, "InvalidArgument", "GET", "/bucket?" + query);
    }

    [Theory]
    [InlineData("")]
    [InlineData("list-type=2")]
    [InlineData("versions")]
    [InlineData("uploads")]
    [InlineData("list-type=2&max-keys=0")]
    public async Task List_MissingBucket_IsNoSuchBucket(string query) => await _server.FailAsync(404, "NoSuchBucket", "GET", "/nowhere?" + query);

    [Fact]
    public async Task ListVersions_VersionedBucket_GivesVersionsAndMarkers()
    {
        await FillAsync();
        await _server.SucceedAsync("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        string first = (await _server.SucceedAsync("PUT", "/bucket/k", "1")).ResponseHeaders["x-amz-version-id"];
        TestExchange deleted = await _server.SucceedAsync("DELETE", "/bucket/k");
        Assert.Equal("true", deleted.ResponseHeaders["x-amz-delete-marker"]);
        string marker = deleted.ResponseHeaders["x-amz-version-id"];
        string all = (await _server.SucceedAsync("GET", "/bucket?versions")).SentText;
        Assert.Equal([marker, first], TestServer.Elements(all, "VersionId"));
        Assert.Equal(["true", "false"], TestServer.Elements(all, "IsLatest"));
        string page = (await _server.SucceedAsync("GET", "/bucket?versions&max-keys=1")).SentText;
        Assert.Equal(("k", marker), (TestServer.Element(page, "NextKeyMarker"), TestServer.Element(page, "NextVersionIdMarker")));
        string rest = (await _server.SucceedAsync("GET", $"/bucket?versions&key-marker=k&version-id-marker={marker}")).SentText;
        Assert.Equal([first], TestServer.Elements(rest, "VersionId"));
    }

    private static int CompareBytes(string? left, string? right)
        => Encoding.UTF8.GetBytes(left!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right!));

    private async Task FillAsync(params string[] keys)
    {
        await _server.SucceedAsync("PUT", "/bucket");
        foreach (string key in keys)
        {
            await _server.SucceedAsync("PUT", TestServer.TargetOf("bucket", key), key.Length.ToString(CultureInfo.InvariantCulture));
        }
    }
}
