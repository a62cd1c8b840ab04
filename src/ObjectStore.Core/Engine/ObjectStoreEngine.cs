using System.IO.Pipelines;
using ObjectStore.Content;
using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Catalog;
using ObjectStore.Engine.Garbage;
using ObjectStore.Engine.Listing;
using ObjectStore.Engine.Multipart;
using ObjectStore.Engine.Reading;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;

namespace ObjectStore.Engine;

/// <summary>
/// The operations of <see cref="IObjectStore"/> over a metadata store and a blob store, which it does not own. Every operation reads, decides,
/// commits with conditions on what it read, and starts over if these failed, which only another operation's success makes happen. Thread-safe.
/// </summary>
internal sealed class ObjectStoreEngine
{
    private readonly CreateBucketOperation _createBucket;
    private readonly GetBucketOperation _getBucket;
    private readonly DeleteBucketOperation _deleteBucket;
    private readonly SetBucketVersioningOperation _setBucketVersioning;
    private readonly ListBucketsOperation _listBuckets;
    private readonly PutObjectOperation _putObject;
    private readonly HeadObjectOperation _headObject;
    private readonly GetObjectOperation _getObject;
    private readonly CopyObjectOperation _copyObject;
    private readonly DeleteObjectOperation _deleteObject;
    private readonly DeleteObjectsOperation _deleteObjects;
    private readonly ListObjectsOperation _listObjects;
    private readonly ListObjectVersionsOperation _listObjectVersions;
    private readonly MultipartOperations _multipart;

    public ObjectStoreEngine(IMetadataStore metadata, IBlobStore blobs, StoreEnvironment environment)
    {
        var context = new EngineContext(metadata, blobs, environment);
        var contentWriter = new ContentWriter(blobs, new Md5Scheduler(environment.Scheduler), context.Logger);
        var versionWriter = new VersionWriter(context, contentWriter);
        var opener = new VersionOpener(context);
        Garbage = new GarbageWorker(context);
        Catalog = new BlobCatalog(context);
        _createBucket = new CreateBucketOperation(context);
        _getBucket = new GetBucketOperation(context);
        _deleteBucket = new DeleteBucketOperation(context);
        _setBucketVersioning = new SetBucketVersioningOperation(context);
        _listBuckets = new ListBucketsOperation(context);
        _putObject = new PutObjectOperation(versionWriter);
        _headObject = new HeadObjectOperation(opener);
        _getObject = new GetObjectOperation(context, opener);
        _copyObject = new CopyObjectOperation(context, opener, versionWriter);
        _deleteObject = new DeleteObjectOperation(context);
        _deleteObjects = new DeleteObjectsOperation(context, _deleteObject);
        _listObjects = new ListObjectsOperation(context);
        _listObjectVersions = new ListObjectVersionsOperation(context);
        _multipart = new MultipartOperations(context, contentWriter, opener);
    }

    /// <summary>Deletes unnamed content; to be run in the background while the store is open.</summary>
    public GarbageWorker Garbage { get; }

    /// <summary>Which blobs the metadata names.</summary>
    public BlobCatalog Catalog { get; }

    public ValueTask<StorageResult<BucketInfo>> TryCreateBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_createBucket.ExecuteAsync(bucket, cancellationToken));

    public ValueTask<StorageResult<BucketInfo>> TryGetBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_getBucket.ExecuteAsync(bucket, cancellationToken));

    public ValueTask<StorageResult<BucketInfo>> TryDeleteBucketAsync(string bucket, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_deleteBucket.ExecuteAsync(bucket, cancellationToken));

    public ValueTask<StorageResult<BucketInfo>> TrySetBucketVersioningAsync(
        string bucket, BucketVersioning versioning, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_setBucketVersioning.ExecuteAsync(bucket, versioning, cancellationToken));

    public IAsyncEnumerable<BucketInfo> ListBucketsAsync(CancellationToken cancellationToken = default) => _listBuckets.ExecuteAsync(cancellationToken);

    public ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_putObject.ExecuteAsync(bucket, key, content, options, cancellationToken));

    public ValueTask<StorageResult<ObjectInfo>> TryGetObjectInfoAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_headObject.ExecuteAsync(bucket, key, options, cancellationToken));

    public ValueTask<StorageResult<ObjectReader>> TryOpenObjectAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_getObject.ExecuteAsync(bucket, key, options, cancellationToken));

    public ValueTask<StorageResult<ObjectInfo>> TryCopyObjectAsync(
        ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_copyObject.ExecuteAsync(source, bucket, key, options, cancellationToken));

    public ValueTask<StorageResult<DeleteObjectResult>> TryDeleteObjectAsync(
        string bucket, ObjectKey key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_deleteObject.ExecuteAsync(bucket, key, options, cancellationToken));

    public ValueTask<StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>> TryDeleteObjectsAsync(
        string bucket, IReadOnlyList<DeleteObjectEntry> entries, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_deleteObjects.ExecuteAsync(bucket, entries, cancellationToken));

    public ValueTask<StorageResult<ObjectListing>> TryListObjectsAsync(
        string bucket, ListObjectsOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_listObjects.ExecuteAsync(bucket, options, cancellationToken));

    public ValueTask<StorageResult<ObjectVersionListing>> TryListObjectVersionsAsync(
        string bucket, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_listObjectVersions.ExecuteAsync(bucket, options, cancellationToken));

    public ValueTask<StorageResult<MultipartUploadInfo>> TryCreateMultipartUploadAsync(
        string bucket, ObjectKey key, CreateMultipartUploadOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.Create.ExecuteAsync(bucket, key, options, cancellationToken));

    public ValueTask<StorageResult<ObjectPart>> TryUploadPartAsync(
        string bucket,
        ObjectKey key,
        string uploadId,
        int partNumber,
        PipeReader content,
        UploadPartOptions? options = null,
        CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.UploadPart.ExecuteAsync(bucket, key, uploadId, partNumber, content, options, cancellationToken));

    public ValueTask<StorageResult<ObjectPart>> TryUploadPartCopyAsync(
        ObjectReference source,
        string bucket,
        ObjectKey key,
        string uploadId,
        int partNumber,
        UploadPartCopyOptions? options = null,
        CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.UploadPartCopy.ExecuteAsync(source, bucket, key, uploadId, partNumber, options, cancellationToken));

    public ValueTask<StorageResult<PartListing>> TryListPartsAsync(
        string bucket, ObjectKey key, string uploadId, ListPartsOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.ListParts.ExecuteAsync(bucket, key, uploadId, options, cancellationToken));

    public ValueTask<StorageResult<ObjectInfo>> TryCompleteMultipartUploadAsync(
        string bucket,
        ObjectKey key,
        string uploadId,
        IReadOnlyList<CompletedPart> parts,
        CompleteMultipartUploadOptions? options = null,
        CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.Complete.ExecuteAsync(bucket, key, uploadId, parts, options, cancellationToken));

    public ValueTask<StorageResult<MultipartUploadInfo>> TryAbortMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.Abort.ExecuteAsync(bucket, key, uploadId, cancellationToken));

    public ValueTask<StorageResult<MultipartUploadListing>> TryListMultipartUploadsAsync(
        string bucket, ListMultipartUploadsOptions? options = null, CancellationToken cancellationToken = default)
        => EngineEdge.Guard(_multipart.ListUploads.ExecuteAsync(bucket, options, cancellationToken));
}
