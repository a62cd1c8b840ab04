using System.Text;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>Any UTF-8 text of up to 1,024 bytes is a key of its own, and listings are in the order of the bytes.</summary>
public sealed class AnyKeyTests : IDisposable
{
    private const string Bucket = "any-key";
    private const int Count = 4000;

    private static readonly string[] Pieces =
    [
        "a", "b", "A", "/", "//", ".", "..", "/./", "/../", "\\", " ", "+", "%", "%2F", "é", "e\u0301", "日本語", "😀", "\u0001", "\u001f", "\u007f", "\t", "\n", "\r", "?", "#", "&", "=", "*", "<", ">",
        "\uFFFD", "\uE000", "\uFFFE", "dt=2025/", "-", "~", "\u0080", "\u07ff", "\u0800", "\U0010FFFF",
    ];

    private readonly TempDrives _drives = new(1);

    public void Dispose() => _drives.Dispose();

    [Fact]
    public async Task Keys_Generated_AreListedAsTheModelSays()
    {
        var random = new Random(11);
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync(Bucket);
        string[] keys = Generate(random);
        await Parallel.ForEachAsync(keys, async (key, token) => await store.PutObjectAsync(Bucket, key, Encoding.UTF8.GetBytes(key), cancellationToken: token));

        string[] ordered = [.. keys.Order(Utf8Order.Instance)];
        foreach (string key in keys)
        {
            using var content = new MemoryStream();
            await store.GetObjectAsync(Bucket, key, content);
            Assert.Equal(key, Encoding.UTF8.GetString(content.ToArray()));
        }

        Assert.Equal(ordered, await ListAsync(store, "", "", 1000));
        for (int n = 0; n < 150; n++)
        {
            string some = keys[random.Next(keys.Length)];
            string prefix = random.Next(4) == 0 ? "" : Shorten(some, random);
            string delimiter = random.Next(3) switch { 0 => "", 1 => "/", _ => Pieces[random.Next(Pieces.Length)] };
            Assert.Equal(Model(ordered, prefix, delimiter), await ListAsync(store, prefix, delimiter, random.Next(1, 200)));
        }
    }

    // Not as inline data: an attribute cannot hold half a surrogate pair.
    public static TheoryData<string> NoKeys => ["", "a\0b", "x" + '\ud800'];

    [Theory]
    [MemberData(nameof(NoKeys))]
    public async Task Put_KeyThatIsNone_IsRefused(string key)
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync(Bucket);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(async () => await store.PutObjectAsync(Bucket, key, new byte[1]));

        Assert.Equal(StorageErrorCode.InvalidKey, refused.Code);
        Assert.Empty(await ListAsync(store, "", "", 10));
    }

    private static string[] Generate(Random random)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal) { new('k', 1024), "a", "a/b", "a/", "/a", "/" };
        while (keys.Count < Count)
        {
            string key = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            keys.Add(random.Next(50) == 0 ? key + new string('x', random.Next(900)) : key);
        }

        return [.. keys.Where(static key => Encoding.UTF8.GetByteCount(key) <= ObjectKey.MaxLength)];
    }

    private static string Shorten(string key, Random random)
    {
        int length = random.Next(key.Length + 1);
        return length < key.Length && char.IsLowSurrogate(key[length]) ? key[..(length - 1)] : key[..length];
    }

    /// <summary>Keys, and common prefixes marked by a leading arrow, in one order.</summary>
    private static List<string> Model(string[] ordered, string prefix, string delimiter)
    {
        var entries = new List<string>();
        foreach (string key in ordered.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            int end = delimiter.Length == 0 ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string entry = end < 0 ? key : "→" + key[..(end + delimiter.Length)];
            if (entries.Count == 0 || entries[^1] != entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private static async Task<List<string>> ListAsync(IObjectStore store, string prefix, string delimiter, int pageSize)
    {
        var entries = new List<string>();
        ObjectListing page;
        var options = new ListObjectsOptions { Prefix = prefix, Delimiter = delimiter, MaxKeys = pageSize };
        do
        {
            page = (await store.TryListObjectsAsync(Bucket, options)).Value;
            entries.AddRange(page.Objects.Select(static item => (Key: item.Key, Text: item.Key.ToString()))
                .Concat(page.CommonPrefixes.Select(static item => (Key: item, Text: "→" + item)))
                .OrderBy(static entry => entry.Key)
                .Select(static entry => entry.Text));
            Assert.True(page.Objects.Count + page.CommonPrefixes.Count <= pageSize);
            options = options with { StartAfter = page.NextStartAfter };
        }
        while (page.IsTruncated);

        return entries;
    }

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
