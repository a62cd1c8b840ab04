using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>Begins a multipart upload.</summary>
internal sealed class CreateMultipartUploadOperation(EngineContext context)
{
    public async ValueTask<StorageResult<MultipartUploadInfo>> ExecuteAsync(
        string bucketName, ObjectKey key, CreateMultipartUploadOptions? options, CancellationToken cancellationToken)
    {
        ObjectHeaders headers = options?.Headers ?? ObjectHeaders.None;
        StorageError? unfit = ObjectLimits.CheckKey(key)
            ?? ObjectLimits.CheckMetadata(headers, options?.UserMetadata)
            ?? ObjectLimits.CheckStorageClass(options?.StorageClass)
            ?? CheckChecksum(options);
        if (unfit is { } invalid)
        {
            return invalid;
        }

        long nowMs = context.NowMs;
        byte[] id = UploadId.Create(nowMs, context.Environment.Random);
        var record = new UploadRecord
        {
            InitiatedMs = nowMs,
            StorageClass = NewVersion.KeptClass(options?.StorageClass),
            ChecksumAlgorithm = options?.ChecksumAlgorithm,
            ChecksumType = ChecksumTypeOf(options),
            Headers = headers,
            UserMetadata = NewVersion.Normalize(options?.UserMetadata),
        };
        while (true)
        {
            if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
            {
                return EngineErrors.NoSuchBucket(bucketName);
            }

            var transaction = new EngineTransaction(bucket.Id);
            bucket.Require(transaction.Metadata);
            transaction.Metadata.Put(MetadataKeys.Upload(bucket.Id, key.Utf8.Span, id), record.Encode());
            if (await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is not null)
            {
                return UploadState.Describe(bucket, key, id, record);
            }
        }
    }

    private static ChecksumType ChecksumTypeOf(CreateMultipartUploadOptions? options)
        => options?.ChecksumType
            ?? (options?.ChecksumAlgorithm is null or ChecksumAlgorithm.Crc64Nvme ? ChecksumType.FullObject : ChecksumType.Composite);

    private static StorageError? CheckChecksum(CreateMultipartUploadOptions? options)
    {
        if (options?.ChecksumAlgorithm is not { } algorithm)
        {
            return options?.ChecksumType is null ? null : EngineErrors.InvalidArgument("A checksum type needs an algorithm.");
        }

        bool isPossible = Enum.IsDefined(algorithm) && ChecksumTypeOf(options) switch
        {
            ChecksumType.FullObject => Integrity.CrcCombiner.Supports(algorithm),
            ChecksumType.Composite => algorithm != ChecksumAlgorithm.Crc64Nvme,
            _ => false,
        };
        return isPossible ? null : EngineErrors.InvalidArgument($"A {algorithm} cannot have the type {ChecksumTypeOf(options)}.");
    }
}
