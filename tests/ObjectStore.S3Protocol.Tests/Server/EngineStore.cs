using System.IO.Pipelines;
using ObjectStore.Core.Tests.Engine;
using ObjectStore.Engine;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>The real engine over metadata and content in memory.</summary>
internal sealed class EngineStore : IObjectStore
{
    private readonly ObjectStoreEngine _engine;

    public EngineStore(TimeProvider time)
    {
        Damage = new DamagedBlobStore(Blobs);
        _engine = new ObjectStoreEngine(new MemoryMetadataStore(), Damage, new StoreEnvironment { Time = time });
    }

    /// <summary>Where content is, to make it fail.</summary>
    public MemoryBlobStore Blobs { get; } = new();

    /// <summary>Where content is damaged.</summary>
    public DamagedBlobStore Damage { get; }

    /// <summary>Completions of multipart uploads wait for this.</summary>
    public Task CompletionGate { get; set; } = Task.CompletedTask;

    /// <summary>Listing buckets fails with this.</summary>
    public Exception? ListBucketsFailure { get; set; }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public StoreStatus GetStatus() => throw new NotSupportedException();

    public ValueTask<StorageResult<BucketInfo>> TryCreateBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => _engine.TryCreateBucketAsync(bucket, cancellationToken);

    public ValueTask<StorageResult<BucketInfo>> TryGetBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => _engine.TryGetBucketAsync(bucket, cancellationToken);

    public ValueTask<StorageResult<BucketInfo>> TryDeleteBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => _engine.TryDeleteBucketAsync(bucket, cancellationToken);

    public ValueTask<StorageResult<BucketInfo>> TrySetBucketVersioningAsync(
        string bucket, BucketVersioning versioning, CancellationToken cancellationToken = default)
        => _engine.TrySetBucketVersioningAsync(bucket, versioning, cancellationToken);

    public IAsyncEnumerable<BucketInfo> ListBucketsAsync(CancellationToken cancellationToken = default)
        => ListBucketsFailure is null ? _engine.ListBucketsAsync(cancellationToken) : throw ListBucketsFailure;

    public ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryPutObjectAsync(bucket, key, content, options, cancellationToken);

    public ValueTask<StorageResult<ObjectInfo>> TryGetObjectInfoAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryGetObjectInfoAsync(bucket, key, options, cancellationToken);

    public ValueTask<StorageResult<ObjectReader>> TryOpenObjectAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryOpenObjectAsync(bucket, key, options, cancellationToken);

    public ValueTask<StorageResult<ObjectInfo>> TryCopyObjectAsync(
        ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryCopyObjectAsync(source, bucket, key, options, cancellationToken);

    public ValueTask<StorageResult<DeleteObjectResult>> TryDeleteObjectAsync(
        string bucket, ObjectKey key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryDeleteObjectAsync(bucket, key, options, cancellationToken);

    public ValueTask<StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>> TryDeleteObjectsAsync(
        string bucket, IReadOnlyList<DeleteObjectEntry> entries, CancellationToken cancellationToken = default)
        => _engine.TryDeleteObjectsAsync(bucket, entries, cancellationToken);

    public ValueTask<StorageResult<ObjectListing>> TryListObjectsAsync(
        string bucket, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryListObjectsAsync(bucket, options, cancellationToken);

    public ValueTask<StorageResult<ObjectVersionListing>> TryListObjectVersionsAsync(
        string bucket, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryListObjectVersionsAsync(bucket, options, cancellationToken);

    public ValueTask<StorageResult<MultipartUploadInfo>> TryCreateMultipartUploadAsync(
        string bucket, ObjectKey key, CreateMultipartUploadOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryCreateMultipartUploadAsync(bucket, key, options, cancellationToken);

    public ValueTask<StorageResult<ObjectPart>> TryUploadPartAsync(
        string bucket, ObjectKey key, string uploadId, int partNumber, PipeReader content, UploadPartOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryUploadPartAsync(bucket, key, uploadId, partNumber, content, options, cancellationToken);

    public ValueTask<StorageResult<ObjectPart>> TryUploadPartCopyAsync(
        ObjectReference source, string bucket, ObjectKey key, string uploadId, int partNumber, UploadPartCopyOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryUploadPartCopyAsync(source, bucket, key, uploadId, partNumber, options, cancellationToken);

    public ValueTask<StorageResult<PartListing>> TryListPartsAsync(
        string bucket, ObjectKey key, string uploadId, ListPartsOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryListPartsAsync(bucket, key, uploadId, options, cancellationToken);

    public async ValueTask<StorageResult<ObjectInfo>> TryCompleteMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, IReadOnlyList<CompletedPart> parts, CompleteMultipartUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        await CompletionGate.WaitAsync(cancellationToken);
        return await _engine.TryCompleteMultipartUploadAsync(bucket, key, uploadId, parts, options, cancellationToken);
    }

    public ValueTask<StorageResult<MultipartUploadInfo>> TryAbortMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, CancellationToken cancellationToken = default)
        => _engine.TryAbortMultipartUploadAsync(bucket, key, uploadId, cancellationToken);

    public ValueTask<StorageResult<MultipartUploadListing>> TryListMultipartUploadsAsync(
        string bucket, ListMultipartUploadsOptions? options = null, CancellationToken cancellationToken = default)
        => _engine.TryListMultipartUploadsAsync(bucket, options, cancellationToken);
}
