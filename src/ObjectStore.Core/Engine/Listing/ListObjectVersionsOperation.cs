using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Listing;

/// <summary>Lists all versions and delete markers: the current objects merged with what stands under version/, of one moment.</summary>
internal sealed class ListObjectVersionsOperation(EngineContext context)
{
    private static readonly ListObjectVersionsOptions Defaults = new();

    public async ValueTask<StorageResult<ObjectVersionListing>> ExecuteAsync(
        string bucketName, ListObjectVersionsOptions? options, CancellationToken cancellationToken)
    {
        options ??= Defaults;
        if (ListingPage<ListedVersion>.CheckSize(options.MaxKeys, nameof(options.MaxKeys)) is { } invalid)
        {
            return invalid;
        }

        if (!VersionSelector.TryParse(options.VersionIdMarker, out VersionSelector marker) || (!marker.IsCurrent && options.KeyMarker.IsEmpty))
        {
            return EngineErrors.InvalidArgument($"The version id marker '{options.VersionIdMarker}' is no version id, or has no key marker beside it.");
        }

        if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        CommitStamp? after = await FindStampAsync(bucket, options.KeyMarker, marker, cancellationToken).ConfigureAwait(false);
        List<ListedItem<ListedVersion>> items = await CollectAsync(bucket, options, after, cancellationToken).ConfigureAwait(false);
        return CreateListing(ListingPage<ListedVersion>.Cut(items, options.MaxKeys));
    }

    private static ObjectVersionListing CreateListing(ListingPage<ListedVersion> page)
        => new()
        {
            Versions = [.. page.Entries.Select(entry => entry.Info)],
            CommonPrefixes = page.CommonPrefixes,
            IsTruncated = page.Last is not null,
            NextKeyMarker = page.Last?.Key ?? default,
            NextVersionIdMarker = page.Last?.Entry is { } last ? VersionId.Format(last.Stamp) : null,
        };

    /// <summary>The stamp after which to go on; null to go on after all of the marker's key.</summary>
    private async ValueTask<CommitStamp?> FindStampAsync(BucketState bucket, ObjectKey key, VersionSelector marker, CancellationToken cancellationToken)
    {
        if (!marker.IsNull)
        {
            return marker.Stamp;
        }

        (_, StoredVersion? version) = await VersionLookup.FindAsync(context.Metadata, bucket, key, marker, cancellationToken).ConfigureAwait(false);
        return version?.Stamp;
    }

    private async ValueTask<List<ListedItem<ListedVersion>>> CollectAsync(
        BucketState bucket, ListObjectVersionsOptions options, CommitStamp? after, CancellationToken cancellationToken)
    {
        var grouping = new KeyGrouping(options.Prefix.Utf8, options.Delimiter.Utf8);
        ListingRange live = ListingRange.After(MetadataKeys.Object(bucket.Id, default), grouping, options.KeyMarker.Utf8);
        ListingRange others = CreateVersionRange(bucket, grouping, options.KeyMarker, after);
        int limit = options.MaxKeys + 1;

        // One cursor over both, so that a version that changes places is seen once.
        using IMetadataCursor cursor = context.Metadata.Scan(live.Prefix, others.End);
        List<ListedItem<ListedVersion>> first = await ListingScan.CollectAsync(cursor, live, limit, Describe, cancellationToken).ConfigureAwait(false);
        List<ListedItem<ListedVersion>> second = await ListingScan.CollectAsync(cursor, others, limit, Describe, cancellationToken).ConfigureAwait(false);
        return Merge(first, second, limit);

        ListedVersion Describe(ObjectKey key, ReadOnlySpan<byte> suffix, IMetadataCursor at)
        {
            ObjectRecord record = ObjectRecordCodec.DecodeSummary(at.Value);
            CommitStamp stamp = record.Stamp ?? at.Stamp;
            return new ListedVersion(ObjectInfoFactory.Create(bucket, key, record, stamp, isCurrent: suffix.IsEmpty), stamp);
        }
    }

    private static ListingRange CreateVersionRange(BucketState bucket, KeyGrouping grouping, ObjectKey keyMarker, CommitStamp? after)
    {
        ReadOnlyMemory<byte> head = MetadataKeys.VersionsFrom(bucket.Id, default);
        if (after is not { } stamp)
        {
            return ListingRange.After(head, grouping, keyMarker.Utf8);
        }

        byte[] suffix = new byte[CommitStamp.Size];
        MetadataKeys.WriteDescending(stamp, suffix);
        return ListingRange.AfterRecord(head, grouping, keyMarker.Utf8, suffix);
    }

    /// <summary>Merges by key, the live version of a key before its others, each group once.</summary>
    private static List<ListedItem<ListedVersion>> Merge(List<ListedItem<ListedVersion>> live, List<ListedItem<ListedVersion>> others, int limit)
    {
        var merged = new List<ListedItem<ListedVersion>>(Math.Min(limit, live.Count + others.Count));
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
