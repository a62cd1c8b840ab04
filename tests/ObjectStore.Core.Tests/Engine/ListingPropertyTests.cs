using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

/// <summary>Listings of strange keys with any prefix, delimiter and page size, against the definition in LINQ.</summary>
public sealed class ListingPropertyTests
{
    [Property(MaxTest = 200, Arbitrary = [typeof(ListingPropertyTests)])]
    public void ListObjects_AnyKeys_GivesWhatTheDefinitionSays(ListingCase listing)
        => CheckObjectsAsync(listing).GetAwaiter().GetResult();

    [Property(MaxTest = 200, Arbitrary = [typeof(ListingPropertyTests)])]
    public void ListObjectVersions_AnyKeys_GivesWhatTheDefinitionSays(ListingCase listing)
        => CheckVersionsAsync(listing).GetAwaiter().GetResult();

    [Property(MaxTest = 100, Arbitrary = [typeof(ListingPropertyTests)])]
    public void ListMultipartUploads_AnyKeys_GivesWhatTheDefinitionSays(ListingCase listing)
        => CheckUploadsAsync(listing).GetAwaiter().GetResult();

    public static Arbitrary<ListingCase> Cases()
    {
        string[] pieces = ["a", "b", "/", "//", "a/", ".", "..", "\u0001", "\u007f", "é", "e\u0301", "\uffff", "😀", "-", "%2F", "\\", new string('x', 200)];
        Gen<string> text = Gen.Elements(pieces).ListOf(3).Select(parts => string.Concat(parts));
        Gen<string> keys = Gen.Choose(1, 4).SelectMany(count => Gen.Elements(pieces).ListOf(count)).Select(parts => string.Concat(parts));
        Gen<string> prefix = Gen.Frequency((3, Gen.Constant("")), (2, Gen.Elements(pieces)), (1, text));
        Gen<string> delimiter = Gen.Frequency((1, Gen.Constant("")), (3, Gen.Constant("/")), (1, Gen.Elements(pieces)));
        Gen<ListingCase> cases =
            from count in Gen.Choose(0, 40)
            from list in keys.ListOf(count)
            from p in prefix
            from d in delimiter
            from size in Gen.Choose(1, 7)
            from after in Gen.Frequency((2, Gen.Constant("")), (1, keys))
            select new ListingCase([.. list], p, d, after, size);
        return Arb.From(cases);
    }

    private static async Task CheckObjectsAsync(ListingCase listing)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        foreach (string key in listing.Keys)
        {
            await fixture.PutAsync(key, "x");
        }

        var actual = new List<string>();
        ObjectKey after = listing.StartAfter;
        bool isTruncated = true;
        while (isTruncated)
        {
            var options = new ListObjectsOptions { Prefix = listing.Prefix, Delimiter = listing.Delimiter, StartAfter = after, MaxKeys = listing.PageSize };
            ObjectListing page = (await fixture.Engine.TryListObjectsAsync(EngineFixture.Bucket, options)).Value;
            AddPage(actual, page.Objects.Select(info => info.Key), page.CommonPrefixes, page.IsTruncated, listing.PageSize);
            isTruncated = page.IsTruncated;
            after = page.NextStartAfter;
        }

        Assert.Equal(listing.Expected(listing.Keys.Distinct()), actual);
    }

    private static async Task CheckVersionsAsync(ListingCase listing)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(BucketVersioning.Enabled);
        var stored = new List<(string Key, string VersionId)>();
        for (int i = 0; i < listing.Keys.Length; i++)
        {
            string key = listing.Keys[i];
            string? id = i % 4 == 3 ? (await fixture.DeleteAsync(key)).VersionId : (await fixture.PutAsync(key, "x")).VersionId;
            stored.Add((key, id!));
        }

        var actual = new List<string>();
        var ids = new List<string>();
        ObjectKey key1 = listing.StartAfter;
        string? versionId = null;
        bool isTruncated = true;
        while (isTruncated)
        {
            var options = new ListObjectVersionsOptions
            {
                Prefix = listing.Prefix,
                Delimiter = listing.Delimiter,
                KeyMarker = key1,
                VersionIdMarker = versionId,
                MaxKeys = listing.PageSize,
            };
            ObjectVersionListing page = (await fixture.Engine.TryListObjectVersionsAsync(EngineFixture.Bucket, options)).Value;
            AddPage(actual, page.Versions.Select(info => info.Key), page.CommonPrefixes, page.IsTruncated, listing.PageSize);
            ids.AddRange(page.Versions.Select(info => info.VersionId!));
            isTruncated = page.IsTruncated;
            key1 = page.NextKeyMarker;
            versionId = page.NextVersionIdMarker;
        }

        Assert.Equal(listing.Expected(listing.Keys), actual);
        var shown = listing.Keys.Distinct().Where(key => listing.IsListedAsKey(key)).OrderBy(key => (ObjectKey)key);
        Assert.Equal(shown.SelectMany(key => stored.Where(version => version.Key == key).Reverse().Select(version => version.VersionId)), ids);
    }

    private static async Task CheckUploadsAsync(ListingCase listing)
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var stored = new List<(string Key, string UploadId)>();
        foreach (string key in listing.Keys)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
            stored.Add((key, (await fixture.Engine.TryCreateMultipartUploadAsync(EngineFixture.Bucket, key)).Value.UploadId));
        }

        var actual = new List<string>();
        var ids = new List<string>();
        ObjectKey marker = listing.StartAfter;
        string? uploadId = null;
        bool isTruncated = true;
        while (isTruncated)
        {
            var options = new ListMultipartUploadsOptions
            {
                Prefix = listing.Prefix,
                Delimiter = listing.Delimiter,
                KeyMarker = marker,
                UploadIdMarker = uploadId,
                MaxUploads = listing.PageSize,
            };
            MultipartUploadListing page = (await fixture.Engine.TryListMultipartUploadsAsync(EngineFixture.Bucket, options)).Value;
            AddPage(actual, page.Uploads.Select(upload => upload.Key), page.CommonPrefixes, page.IsTruncated, listing.PageSize);
            ids.AddRange(page.Uploads.Select(upload => upload.UploadId));
            isTruncated = page.IsTruncated;
            marker = page.NextKeyMarker;
            uploadId = page.NextUploadIdMarker;
        }

        Assert.Equal(listing.Expected(listing.Keys), actual);
        var shown = listing.Keys.Distinct().Where(key => listing.IsListedAsKey(key)).OrderBy(key => (ObjectKey)key);
        Assert.Equal(shown.SelectMany(key => stored.Where(upload => upload.Key == key).Select(upload => upload.UploadId)), ids);
    }

    private static void AddPage(
        List<string> all, IEnumerable<ObjectKey> keys, IEnumerable<ObjectKey> prefixes, bool isTruncated, int size)
    {
        string[] items = [.. keys.Concat(prefixes).Order().Select(key => key.ToString())];
        Assert.True(items.Length <= size);
        Assert.True(!isTruncated || items.Length == size);
        all.AddRange(items);
    }

    public sealed record ListingCase(string[] Keys, string Prefix, string Delimiter, string StartAfter, int PageSize)
    {
        public IEnumerable<string> Expected(IEnumerable<string> keys)
            => keys.Where(IsAfter)
                .Select(key => (Item: GroupOf(key) ?? key, IsGroup: GroupOf(key) is not null))
                .GroupBy(item => item)
                .SelectMany(group => group.Key.IsGroup ? group.Take(1) : group)
                .Select(item => item.Item)
                .OrderBy(item => (ObjectKey)item);

        public bool IsListedAsKey(string key) => IsAfter(key) && GroupOf(key) is null;

        public override string ToString()
            => $"{PageSize} of [{string.Join(", ", Keys.Select(Convert))}], prefix {Convert(Prefix)}, delimiter {Convert(Delimiter)}, after {Convert(StartAfter)}";

        private static string Convert(string text) => System.Convert.ToHexString(Encoding.UTF8.GetBytes(text));

        private bool IsAfter(string key)
        {
            bool isListed = key.StartsWith(Prefix, StringComparison.Ordinal) && ((ObjectKey)key).CompareTo(StartAfter) > 0;
            return isListed && !(GroupOf(StartAfter) == StartAfter && key.StartsWith(StartAfter, StringComparison.Ordinal));
        }

        private string? GroupOf(string key)
        {
            if (Delimiter.Length == 0 || !key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return null;
            }

            int index = key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
            return index < 0 ? null : key[..(index + Delimiter.Length)];
        }
    }
}
