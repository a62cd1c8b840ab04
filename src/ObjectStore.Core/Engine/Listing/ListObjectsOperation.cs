using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Listing;

/// <summary>Lists current objects: one scan that never meets a noncurrent version or a delete marker.</summary>
internal sealed class ListObjectsOperation(EngineContext context)
{
    private static readonly ListObjectsOptions Defaults = new();

    public async ValueTask<StorageResult<ObjectListing>> ExecuteAsync(string bucketName, ListObjectsOptions? options, CancellationToken cancellationToken)
    {
        options ??= Defaults;
        if (ListingPage<ObjectInfo>.CheckSize(options.MaxKeys, nameof(options.MaxKeys)) is { } invalid)
        {
            return invalid;
        }

        if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        var grouping = new KeyGrouping(options.Prefix.Utf8, options.Delimiter.Utf8);
        ListingRange range = ListingRange.After(MetadataKeys.Object(bucket.Id, default), grouping, options.StartAfter.Utf8);
        List<ListedItem<ObjectInfo>> items = await ListingScan
            .CollectAsync(context.Metadata, range, options.MaxKeys + 1, Describe, cancellationToken).ConfigureAwait(false);
        var page = ListingPage<ObjectInfo>.Cut(items, options.MaxKeys);
        return new ObjectListing
        {
            Objects = page.Entries,
            CommonPrefixes = page.CommonPrefixes,
            IsTruncated = page.Last is not null,
            NextStartAfter = page.Last?.Key ?? default,
        };

        ObjectInfo Describe(ObjectKey key, ReadOnlySpan<byte> suffix, IMetadataCursor cursor)
        {
            ObjectRecord record = ObjectRecordCodec.DecodeSummary(cursor.Value);
            return ObjectInfoFactory.Create(bucket, key, record, record.Stamp ?? cursor.Stamp, isCurrent: true);
        }
    }
}
