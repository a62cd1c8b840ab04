using ObjectStore.Metadata;

namespace ObjectStore.Engine.Listing;

/// <summary>Collects versions by key, newest first: the current objects merged with what stands under version/, of one moment.</summary>
internal static class VersionScan
{
    /// <summary>Opens a cursor over all versions of a bucket: one over both kinds of keys, so that a version that changes places is seen once.</summary>
    public static IMetadataCursor Open(IMetadataStore metadata, ulong bucketId)
        => metadata.Scan(MetadataKeys.Object(bucketId, default), MetadataKeys.After(MetadataKeys.VersionsFrom(bucketId, default).Span));

    /// <summary>Collects up to a limit of versions and common prefixes.</summary>
    /// <param name="cursor">Opened by <see cref="Open"/>.</param>
    /// <param name="bucketId">The bucket.</param>
    /// <param name="grouping">The prefix and groups.</param>
    /// <param name="keyMarker">The key after which to begin; empty for the start.</param>
    /// <param name="after">The version of <paramref name="keyMarker"/> after which to begin; null to begin after all of them.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="create">Makes an entry; the suffix is empty for a current version, else its stamp.</param>
    /// <param name="cancellationToken">Cancels the scan.</param>
    public static async ValueTask<List<ListedItem<T>>> CollectAsync<T>(
        IMetadataCursor cursor,
        ulong bucketId,
        KeyGrouping grouping,
        ObjectKey keyMarker,
        CommitStamp? after,
        int limit,
        ListingScan.EntryFactory<T> create,
        CancellationToken cancellationToken)
        where T : class
    {
        ListingRange live = ListingRange.After(MetadataKeys.Object(bucketId, default), grouping, keyMarker.Utf8);
        ListingRange others = CreateVersionRange(bucketId, grouping, keyMarker, after);
        List<ListedItem<T>> first = await ListingScan.CollectAsync(cursor, live, limit, create, cancellationToken).ConfigureAwait(false);
        List<ListedItem<T>> second = await ListingScan.CollectAsync(cursor, others, limit, create, cancellationToken).ConfigureAwait(false);
        return Merge(first, second, limit);
    }

    private static ListingRange CreateVersionRange(ulong bucketId, KeyGrouping grouping, ObjectKey keyMarker, CommitStamp? after)
    {
        ReadOnlyMemory<byte> head = MetadataKeys.VersionsFrom(bucketId, default);
        if (after is not { } stamp)
        {
            return ListingRange.After(head, grouping, keyMarker.Utf8);
        }

        byte[] suffix = new byte[CommitStamp.Size];
        MetadataKeys.WriteDescending(stamp, suffix);
        return ListingRange.AfterRecord(head, grouping, keyMarker.Utf8, suffix);
    }

    /// <summary>Merges by key, the live version of a key before its others, each group once.</summary>
    private static List<ListedItem<T>> Merge<T>(List<ListedItem<T>> live, List<ListedItem<T>> others, int limit)
        where T : class
    {
        var merged = new List<ListedItem<T>>(Math.Min(limit, live.Count + others.Count));
        int i = 0;
        int j = 0;
        while (merged.Count < limit && (i < live.Count || j < others.Count))
        {
            int order = i == live.Count ? 1 : j == others.Count ? -1 : live[i].Key.CompareTo(others[j].Key);
            if (order == 0 && live[i].Entry is null)
            {
                j++;
            }

            merged.Add(order <= 0 ? live[i++] : others[j++]);
        }

        return merged;
    }
}
