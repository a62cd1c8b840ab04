using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Listing;

/// <summary>Lists all versions and delete markers.</summary>
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
        using IMetadataCursor cursor = VersionScan.Open(context.Metadata, bucket.Id);
        return await VersionScan.CollectAsync(
            cursor, bucket.Id, grouping, options.KeyMarker, after, options.MaxKeys + 1, Describe, cancellationToken).ConfigureAwait(false);

        ListedVersion Describe(ObjectKey key, ReadOnlySpan<byte> suffix, IMetadataCursor at)
        {
            ObjectRecord record = ObjectRecordCodec.DecodeSummary(at.Value);
            CommitStamp stamp = record.Stamp ?? at.Stamp;
            return new ListedVersion(ObjectInfoFactory.Create(bucket, key, record, stamp, isCurrent: suffix.IsEmpty), stamp);
        }
    }
}
