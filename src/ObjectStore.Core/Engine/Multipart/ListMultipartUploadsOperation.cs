using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Listing;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>Lists the uploads under way.</summary>
internal sealed class ListMultipartUploadsOperation(EngineContext context)
{
    private static readonly ListMultipartUploadsOptions Defaults = new();

    public async ValueTask<StorageResult<MultipartUploadListing>> ExecuteAsync(
        string bucketName, ListMultipartUploadsOptions? options, CancellationToken cancellationToken)
    {
        options ??= Defaults;
        if (ListingPage<MultipartUploadInfo>.CheckSize(options.MaxUploads, nameof(options.MaxUploads)) is { } invalid)
        {
            return invalid;
        }

        byte[] marker = [];
        if (options.UploadIdMarker is { } text && (options.KeyMarker.IsEmpty || !UploadId.TryParse(text, out marker)))
        {
            return EngineErrors.InvalidArgument($"The upload id marker '{text}' is no upload id, or has no key marker beside it.");
        }

        if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        List<ListedItem<MultipartUploadInfo>> items = await ListingScan.CollectAsync(
            context.Metadata,
            CreateRange(bucket, options, marker),
            options.MaxUploads + 1,
            (key, suffix, cursor) => UploadState.Describe(bucket, key, suffix, UploadRecord.Decode(cursor.Value)),
            cancellationToken).ConfigureAwait(false);
        return CreateListing(ListingPage<MultipartUploadInfo>.Cut(items, options.MaxUploads));
    }

    private static ListingRange CreateRange(BucketState bucket, ListMultipartUploadsOptions options, byte[] marker)
    {
        var grouping = new KeyGrouping(options.Prefix.Utf8, options.Delimiter.Utf8);
        ReadOnlyMemory<byte> head = MetadataKeys.UploadsFrom(bucket.Id, default);
        return marker.Length == 0
            ? ListingRange.After(head, grouping, options.KeyMarker.Utf8)
            : ListingRange.AfterRecord(head, grouping, options.KeyMarker.Utf8, marker);
    }

    private static MultipartUploadListing CreateListing(ListingPage<MultipartUploadInfo> page)
        => new()
        {
            Uploads = page.Entries,
            CommonPrefixes = page.CommonPrefixes,
            IsTruncated = page.Last is not null,
            NextKeyMarker = page.Last?.Key ?? default,
            NextUploadIdMarker = page.Last?.Entry?.UploadId,
        };
}
