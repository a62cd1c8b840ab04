using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>An upload under way as it was read.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Id">The upload's id.</param>
/// <param name="Record">Its record.</param>
/// <param name="Stamp">The record's stamp, which every change to the upload requires.</param>
internal sealed record UploadState(BucketState Bucket, ObjectKey Key, ReadOnlyMemory<byte> Id, UploadRecord Record, CommitStamp Stamp)
{
    /// <summary>The key of the upload's record.</summary>
    public ReadOnlyMemory<byte> RecordKey => MetadataKeys.Upload(Bucket.Id, Key.Utf8.Span, Id.Span);

    public string IdText => UploadId.Format(Id.Span);

    /// <summary>Finds an upload: NoSuchBucket, or NoSuchUpload if it has ended or the id belongs to another bucket or key.</summary>
    public static async ValueTask<StorageResult<UploadState>> ReadAsync(
        IMetadataStore metadata, string bucketName, ObjectKey key, string uploadId, CancellationToken cancellationToken)
    {
        if (await BucketState.ReadAsync(metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        if (!UploadId.TryParse(uploadId, out byte[] id) || ObjectLimits.CheckKey(key) is not null)
        {
            return EngineErrors.NoSuchUpload(uploadId);
        }

        MetadataValue? value = await metadata
            .GetAsync(MetadataKeys.Upload(bucket.Id, key.Utf8.Span, id), cancellationToken).ConfigureAwait(false);
        return value is { } found
            ? new UploadState(bucket, key, id, UploadRecord.Decode(found.Value.Span), found.Stamp)
            : EngineErrors.NoSuchUpload(uploadId);
    }

    /// <summary>Makes a transaction depend on the upload being under way.</summary>
    public void Require(MetadataTransaction transaction) => transaction.RequireStamp(RecordKey, Stamp);

    /// <summary>Whether it is still as it was read.</summary>
    public async ValueTask<bool> IsUnderWayAsync(IMetadataStore metadata, CancellationToken cancellationToken)
        => await metadata.GetAsync(RecordKey, cancellationToken).ConfigureAwait(false) is { } value && value.Stamp == Stamp;

    public MultipartUploadInfo ToInfo() => Describe(Bucket, Key, Id.Span, Record);

    public static MultipartUploadInfo Describe(BucketState bucket, ObjectKey key, ReadOnlySpan<byte> id, UploadRecord record)
        => new()
        {
            Bucket = bucket.Name,
            Key = key,
            UploadId = UploadId.Format(id),
            InitiatedAt = DateTimeOffset.FromUnixTimeMilliseconds(record.InitiatedMs),
            StorageClass = record.StorageClass ?? StorageClasses.Standard,
            ChecksumAlgorithm = record.ChecksumAlgorithm,
            ChecksumType = record.ChecksumAlgorithm is null ? null : record.ChecksumType,
        };
}
