using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ObjectStore.Engine;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>The store behind the public interface: opens itself at first use, counts what runs, and closes when that has ended.</summary>
internal sealed class EmbeddedObjectStore : IObjectStore
{
    private readonly ObjectStoreOptions _options;
    private readonly StoreEnvironment _environment;
    private readonly OperationGate _gate = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _closingGate = new();
    private OpenStore? _store;
    private Task? _closing;

    public EmbeddedObjectStore(ObjectStoreOptions options, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        _options = options;
        _environment = new StoreEnvironment { LoggerFactory = loggerFactory, Time = timeProvider };
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        await EngineAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_closingGate)
        {
            return _closing ??= CloseAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    public StoreStatus GetStatus() => Volatile.Read(ref _store)?.GetStatus() ?? StoreStatusReader.NotOpen;

    public async ValueTask<StorageResult<BucketInfo>> TryCreateBucketAsync(
        string bucket, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryCreateBucketAsync(bucket, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<BucketInfo>> TryGetBucketAsync(
        string bucket, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryGetBucketAsync(bucket, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<BucketInfo>> TryDeleteBucketAsync(
        string bucket, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryDeleteBucketAsync(bucket, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<BucketInfo>> TrySetBucketVersioningAsync(
        string bucket, BucketVersioning versioning, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TrySetBucketVersioningAsync(bucket, versioning, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryPutObjectAsync(bucket, key, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectInfo>> TryGetObjectInfoAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryGetObjectInfoAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectReader>> TryOpenObjectAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        // A successful opening hands the scope over to the reader.
        OperationScope scope = Enter();
        try
        {
            ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
            StorageResult<ObjectReader> opened = await engine.TryOpenObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
            return opened.TryGetValue(out ObjectReader? reader) ? new GatedObjectReader(reader, scope.Keep()) : opened;
        }
        finally
        {
            scope.Dispose();
        }
    }

    public async ValueTask<StorageResult<ObjectInfo>> TryCopyObjectAsync(
        ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryCopyObjectAsync(source, bucket, key, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<DeleteObjectResult>> TryDeleteObjectAsync(
        string bucket, ObjectKey key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryDeleteObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>> TryDeleteObjectsAsync(
        string bucket, IReadOnlyList<DeleteObjectEntry> entries, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryDeleteObjectsAsync(bucket, entries, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectListing>> TryListObjectsAsync(
        string bucket, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryListObjectsAsync(bucket, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectVersionListing>> TryListObjectVersionsAsync(
        string bucket, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryListObjectVersionsAsync(bucket, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<MultipartUploadInfo>> TryCreateMultipartUploadAsync(
        string bucket, ObjectKey key, CreateMultipartUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryCreateMultipartUploadAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectPart>> TryUploadPartAsync(
        string bucket, ObjectKey key, string uploadId, int partNumber, PipeReader content, UploadPartOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryUploadPartAsync(bucket, key, uploadId, partNumber, content, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectPart>> TryUploadPartCopyAsync(
        ObjectReference source, string bucket, ObjectKey key, string uploadId, int partNumber, UploadPartCopyOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryUploadPartCopyAsync(source, bucket, key, uploadId, partNumber, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<PartListing>> TryListPartsAsync(
        string bucket, ObjectKey key, string uploadId, ListPartsOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryListPartsAsync(bucket, key, uploadId, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<ObjectInfo>> TryCompleteMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, IReadOnlyList<CompletedPart> parts, CompleteMultipartUploadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryCompleteMultipartUploadAsync(bucket, key, uploadId, parts, options, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<MultipartUploadInfo>> TryAbortMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryAbortMultipartUploadAsync(bucket, key, uploadId, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StorageResult<MultipartUploadListing>> TryListMultipartUploadsAsync(
        string bucket, ListMultipartUploadsOptions? options = null, CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        return await engine.TryListMultipartUploadsAsync(bucket, options, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<BucketInfo> ListBucketsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using OperationScope scope = Enter();
        ObjectStoreEngine engine = await EngineAsync(cancellationToken).ConfigureAwait(false);
        await foreach (BucketInfo bucket in engine.ListBucketsAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return bucket;
        }
    }

    private OperationScope Enter() => OperationScope.Enter(_gate);

    private ValueTask<ObjectStoreEngine> EngineAsync(CancellationToken cancellationToken)
        => Volatile.Read(ref _store) is OpenStore store ? new(store.Engine) : OpenAsync(cancellationToken);

    private async ValueTask<ObjectStoreEngine> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _store ??= await StoreOpener.OpenAsync(_options, _environment, cancellationToken).ConfigureAwait(false);
            return _store.Engine;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _gate.CloseAsync(cancellationToken).ConfigureAwait(false);
        if (Volatile.Read(ref _store) is OpenStore store)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
