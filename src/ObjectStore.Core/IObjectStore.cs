using System.IO.Pipelines;

namespace ObjectStore;

/// <summary>
/// An object store: buckets of objects on erasure-coded local drives. One instance serves any number of threads; get it from
/// <see cref="ObjectStorage.OpenAsync"/> or, with dependency injection, from <c>services.AddObjectStore()</c> (a singleton).
/// </summary>
/// <remarks>
/// <para>Every operation is atomic and linearizable per key: a write is durable on the write quorum of drives and visible to every later read
/// and listing when its task completes, and not at all if it returns an error other than <see cref="StorageErrorCode.Unavailable"/>, after
/// which it may turn out applied, whole, or not. Order never depends on a clock.</para>
/// <para>The <c>Try</c> forms return absence, failed conditions and other normal outcomes as <see cref="StorageError"/> values without an
/// exception; ObjectStoreExtensions has the forms that throw <see cref="StorageException"/>. Errors of a content source are
/// passed on as they are and leave nothing visible. All operations throw <see cref="OperationCanceledException"/> when cancelled, and
/// <see cref="ObjectDisposedException"/> after <see cref="StopAsync"/>.</para>
/// </remarks>
public interface IObjectStore : IAsyncDisposable
{
    /// <summary>Opens the drives, if that has not happened yet; every operation does so by itself at first use. Safe to call again.</summary>
    /// <exception cref="StorageException">The drives do not open; the message names the drive and says what to do.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets running operations end, refuses new ones, and closes the drives. Safe to call again; disposing does the same.</summary>
    /// <param name="cancellationToken">When cancelled, running operations are no longer waited for: the drives close, still cleanly, and those
    /// operations fail with Unavailable.</param>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>The state of the drives and of the quorums at this moment.</summary>
    StoreStatus GetStatus();

    /// <summary>Creates a bucket.</summary>
    /// <returns>The bucket; else InvalidBucketName, BucketAlreadyExists or Unavailable.</returns>
    ValueTask<StorageResult<BucketInfo>> TryCreateBucketAsync(string bucket, CancellationToken cancellationToken = default);

    /// <summary>Gives a bucket, or NoSuchBucket.</summary>
    ValueTask<StorageResult<BucketInfo>> TryGetBucketAsync(string bucket, CancellationToken cancellationToken = default);

    /// <summary>Deletes an empty bucket and gives what it was; else NoSuchBucket or BucketNotEmpty.</summary>
    ValueTask<StorageResult<BucketInfo>> TryDeleteBucketAsync(string bucket, CancellationToken cancellationToken = default);

    /// <summary>Sets whether a bucket keeps old versions; else NoSuchBucket, or InvalidArgument for <see cref="BucketVersioning.Unversioned"/>.</summary>
    ValueTask<StorageResult<BucketInfo>> TrySetBucketVersioningAsync(string bucket, BucketVersioning versioning, CancellationToken cancellationToken = default);

    /// <summary>Lists the buckets in the order of their names.</summary>
    IAsyncEnumerable<BucketInfo> ListBucketsAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores an object. Content streams: memory stays bounded whatever its length.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key. In a versioned bucket an older object of that key becomes noncurrent, else it is replaced.</param>
    /// <param name="content">The content, read to its end and left open.</param>
    /// <param name="options">Headers, metadata, conditions, checksums. Default: none.</param>
    /// <param name="cancellationToken">Cancels the write; nothing becomes visible.</param>
    /// <returns>The stored version; else NoSuchBucket, InvalidKey, KeyTooLong, MetadataTooLarge, EntityTooLarge, IncompleteBody, BadDigest,
    /// PreconditionFailed, NoSuchKey (IfMatch without a current version), Unavailable or StorageFull.</returns>
    ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gives what is known of an object without its content.</summary>
    /// <returns>The version; else NoSuchBucket, NoSuchKey, NoSuchVersion, VersionIsDeleteMarker, PreconditionFailed or NotModified.</returns>
    ValueTask<StorageResult<ObjectInfo>> TryGetObjectInfoAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Opens an object, or a range or part of it, for reading.</summary>
    /// <returns>A reader to dispose; else the errors of <see cref="TryGetObjectInfoAsync"/>, or InvalidRange.</returns>
    ValueTask<StorageResult<ObjectReader>> TryOpenObjectAsync(
        string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Copies an object to another place, or onto itself with changed metadata.</summary>
    /// <returns>The new version; else the errors of opening the source and of putting the destination.</returns>
    ValueTask<StorageResult<ObjectInfo>> TryCopyObjectAsync(
        ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object or a version, or puts a delete marker on top of a versioned object. A missing key is no error.</summary>
    /// <returns>What was deleted; else NoSuchBucket, InvalidKey, KeyTooLong, PreconditionFailed, NoSuchKey (with conditions) or Unavailable.</returns>
    ValueTask<StorageResult<DeleteObjectResult>> TryDeleteObjectAsync(
        string bucket, ObjectKey key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes up to 1,000 objects or versions, each by itself.</summary>
    /// <returns>One result an entry, in the order of <paramref name="entries"/>; or NoSuchBucket, or InvalidArgument for too many.</returns>
    ValueTask<StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>> TryDeleteObjectsAsync(
        string bucket, IReadOnlyList<DeleteObjectEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Lists one page of the current objects, in the order of the keys' bytes.</summary>
    /// <returns>The page; else NoSuchBucket or InvalidArgument.</returns>
    ValueTask<StorageResult<ObjectListing>> TryListObjectsAsync(
        string bucket, ListObjectsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lists one page of all versions and delete markers: by key, newest first.</summary>
    /// <returns>The page; else NoSuchBucket or InvalidArgument.</returns>
    ValueTask<StorageResult<ObjectVersionListing>> TryListObjectVersionsAsync(
        string bucket, ListObjectVersionsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Begins a multipart upload.</summary>
    /// <returns>The upload; else NoSuchBucket, InvalidKey, KeyTooLong or MetadataTooLarge.</returns>
    ValueTask<StorageResult<MultipartUploadInfo>> TryCreateMultipartUploadAsync(
        string bucket, ObjectKey key, CreateMultipartUploadOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Stores a part, replacing one of the same number.</summary>
    /// <returns>The part; else NoSuchUpload, InvalidArgument (number), EntityTooLarge (5 GiB), and the content errors of a put.</returns>
    ValueTask<StorageResult<ObjectPart>> TryUploadPartAsync(
        string bucket, ObjectKey key, string uploadId, int partNumber, PipeReader content, UploadPartOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Stores a part that is a copy of an object or of a range of one.</summary>
    /// <returns>The part; else the errors of opening the source and of uploading the part.</returns>
    ValueTask<StorageResult<ObjectPart>> TryUploadPartCopyAsync(
        ObjectReference source, string bucket, ObjectKey key, string uploadId, int partNumber, UploadPartCopyOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Lists one page of the parts of an upload.</summary>
    ValueTask<StorageResult<PartListing>> TryListPartsAsync(
        string bucket, ObjectKey key, string uploadId, ListPartsOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Makes the object of the named parts visible. Of several concurrent completions and aborts exactly one wins.</summary>
    /// <returns>The object; else NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, EntityTooLarge, BadDigest, PreconditionFailed,
    /// NoSuchKey, ConditionalConflict or Unavailable.</returns>
    ValueTask<StorageResult<ObjectInfo>> TryCompleteMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, IReadOnlyList<CompletedPart> parts, CompleteMultipartUploadOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Gives up an upload and frees its parts; gives what it was, else NoSuchUpload.</summary>
    ValueTask<StorageResult<MultipartUploadInfo>> TryAbortMultipartUploadAsync(
        string bucket, ObjectKey key, string uploadId, CancellationToken cancellationToken = default);

    /// <summary>Lists one page of the uploads under way: by key, then by the time they began.</summary>
    ValueTask<StorageResult<MultipartUploadListing>> TryListMultipartUploadsAsync(
        string bucket, ListMultipartUploadsOptions? options = null, CancellationToken cancellationToken = default);
}
