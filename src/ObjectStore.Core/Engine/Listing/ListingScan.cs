using ObjectStore.Metadata;

namespace ObjectStore.Engine.Listing;

/// <summary>Collects the items of a listing in order: costs what the page holds, as each group is passed in one seek.</summary>
internal static class ListingScan
{
    /// <summary>Makes an entry of a record.</summary>
    /// <param name="key">The S3 key.</param>
    /// <param name="suffix">What follows the key's terminator in the record's key.</param>
    /// <param name="cursor">Stands on the record.</param>
    public delegate T EntryFactory<out T>(ObjectKey key, ReadOnlySpan<byte> suffix, IMetadataCursor cursor);

    /// <summary>Collects from a range with a cursor of its own.</summary>
    public static async ValueTask<List<ListedItem<T>>> CollectAsync<T>(
        IMetadataStore metadata, ListingRange range, int limit, EntryFactory<T> create, CancellationToken cancellationToken)
        where T : class
    {
        if (range.Start.Span.SequenceCompareTo(range.End.Span) >= 0)
        {
            return [];
        }

        using IMetadataCursor cursor = metadata.Scan(range.Start, range.End);
        return await CollectAsync(cursor, range, limit, create, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Collects up to <paramref name="limit"/> items with a cursor over a range of keys that includes the listing's.</summary>
    public static async ValueTask<List<ListedItem<T>>> CollectAsync<T>(
        IMetadataCursor cursor, ListingRange range, int limit, EntryFactory<T> create, CancellationToken cancellationToken)
        where T : class
    {
        var items = new List<ListedItem<T>>();
        bool isFound = await cursor.SeekAsync(range.Start, cancellationToken).ConfigureAwait(false);
        while (isFound && items.Count < limit && cursor.Key.StartsWith(range.Prefix.Span))
        {
            ListedItem<T> item = Read(cursor, range, create);
            items.Add(item);
            isFound = item.Entry is null
                ? await cursor.SeekAsync(range.AfterGroup(item.Key.Utf8), cancellationToken).ConfigureAwait(false)
                : await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }

        return items;
    }

    private static ListedItem<T> Read<T>(IMetadataCursor cursor, ListingRange range, EntryFactory<T> create)
        where T : class
    {
        range.Split(cursor.Key, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> suffix);
        int groupLength = range.Grouping.GroupLength(key);
        if (groupLength > 0)
        {
            return new ListedItem<T>(ObjectKey.FromUtf8(key[..groupLength].ToArray()), null);
        }

        var objectKey = ObjectKey.FromUtf8(key.ToArray());
        return new ListedItem<T>(objectKey, create(objectKey, suffix, cursor));
    }
}
