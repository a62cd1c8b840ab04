using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ObjectStore;

/// <summary>
/// Forms of the operations of <see cref="IObjectStore"/> that throw <see cref="StorageException"/> instead of returning an error, that take or give
/// content in other shapes, and that list without paging. They add nothing else: atomicity, errors and thread safety are those of the operation.
/// </summary>
public static class ObjectStoreExtensions
{
    private const int StreamBufferSize = 128 << 10;

    /// <summary>Creates a bucket.</summary>
    /// <exception cref="StorageException">InvalidBucketName, BucketAlreadyExists or Unavailable.</exception>
    public static async ValueTask<BucketInfo> CreateBucketAsync(this IObjectStore store, string bucket, CancellationToken cancellationToken = default)
        => (await Require(store).TryCreateBucketAsync(bucket, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Gives a bucket.</summary>
    /// <exception cref="StorageException">NoSuchBucket.</exception>
    public static async ValueTask<BucketInfo> GetBucketAsync(this IObjectStore store, string bucket, CancellationToken cancellationToken = default)
        => (await Require(store).TryGetBucketAsync(bucket, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Deletes an empty bucket.</summary>
    /// <exception cref="StorageException">NoSuchBucket or BucketNotEmpty.</exception>
    public static async ValueTask<BucketInfo> DeleteBucketAsync(this IObjectStore store, string bucket, CancellationToken cancellationToken = default)
        => (await Require(store).TryDeleteBucketAsync(bucket, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Sets whether a bucket keeps old versions.</summary>
    /// <exception cref="StorageException">NoSuchBucket, or InvalidArgument for <see cref="BucketVersioning.Unversioned"/>.</exception>
    public static async ValueTask<BucketInfo> SetBucketVersioningAsync(
        this IObjectStore store, string bucket, BucketVersioning versioning, CancellationToken cancellationToken = default)
        => (await Require(store).TrySetBucketVersioningAsync(bucket, versioning, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Stores an object from a pipe, which is read to its end and not completed.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryPutObjectAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> PutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryPutObjectAsync(bucket, key, content, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Stores an object from a stream, which is read from its position to its end and stays open.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryPutObjectAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> PutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await store.TryPutObjectAsync(bucket, key, content, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Stores an object from memory, which must not change until the task completes.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryPutObjectAsync"/>.</exception>
    public static ValueTask<ObjectInfo> PutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, ReadOnlyMemory<byte> content, PutObjectOptions? options = null,
        CancellationToken cancellationToken = default)
        => store.PutObjectAsync(bucket, key, new ReadOnlySequence<byte>(content), options, cancellationToken);

    /// <summary>Stores an object from memory, which must not change until the task completes.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryPutObjectAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> PutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, ReadOnlySequence<byte> content, PutObjectOptions? options = null,
        CancellationToken cancellationToken = default)
        => (await store.TryPutObjectAsync(bucket, key, content, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Stores an object from a stream, which is read from its position to its end and stays open.</summary>
    /// <returns>As <see cref="IObjectStore.TryPutObjectAsync"/>.</returns>
    public static async ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        PipeReader pipe = CreatePipe(content);
        try
        {
            return await Require(store).TryPutObjectAsync(bucket, key, pipe, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stores an object from memory, which must not change until the task completes.</summary>
    /// <returns>As <see cref="IObjectStore.TryPutObjectAsync"/>.</returns>
    public static ValueTask<StorageResult<ObjectInfo>> TryPutObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, ReadOnlySequence<byte> content, PutObjectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new PutObjectOptions();
        options = options.ContentLength is null ? options with { ContentLength = content.Length } : options;
        return Require(store).TryPutObjectAsync(bucket, key, PipeReader.Create(content), options, cancellationToken);
    }

    /// <summary>Gives what is known of an object without its content.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryGetObjectInfoAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> GetObjectInfoAsync(
        this IObjectStore store, string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryGetObjectInfoAsync(bucket, key, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Opens an object for reading. Dispose the reader.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryOpenObjectAsync"/>.</exception>
    public static async ValueTask<ObjectReader> OpenObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryOpenObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Reads an object into a stream, which stays open.</summary>
    /// <returns>The version that was read.</returns>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryOpenObjectAsync"/>; DataDamaged may come after the first bytes.</exception>
    public static async ValueTask<ObjectInfo> GetObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, Stream destination, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectReader reader = await store.OpenObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return reader.Info;
        }
    }

    /// <summary>Reads an object into a pipe, which is flushed and not completed.</summary>
    /// <returns>The version that was read.</returns>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryOpenObjectAsync"/>; DataDamaged may come after the first bytes.</exception>
    public static async ValueTask<ObjectInfo> GetObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, PipeWriter destination, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectReader reader = await store.OpenObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return reader.Info;
        }
    }

    /// <summary>Reads an object into a buffer writer, which grows by what is read: for small objects.</summary>
    /// <returns>The version that was read.</returns>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryOpenObjectAsync"/>; DataDamaged may come after the first bytes.</exception>
    public static async ValueTask<ObjectInfo> GetObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, IBufferWriter<byte> destination, GetObjectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ObjectReader reader = await store.OpenObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return reader.Info;
        }
    }

    /// <summary>Copies an object.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryCopyObjectAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> CopyObjectAsync(
        this IObjectStore store, ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryCopyObjectAsync(source, bucket, key, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Deletes an object or a version. A missing key is no error.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryDeleteObjectAsync"/>.</exception>
    public static async ValueTask<DeleteObjectResult> DeleteObjectAsync(
        this IObjectStore store, string bucket, ObjectKey key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryDeleteObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>
    /// Lists all current objects with a prefix in the order of their keys' bytes, page by page: what is written or deleted meanwhile may be in it or
    /// not. Parts and user metadata are not filled in.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Only keys that begin with this. Default: all.</param>
    /// <param name="startAfter">Only keys after this one. Default: from the start.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="StorageException">NoSuchBucket or Unavailable, while enumerating.</exception>
    public static async IAsyncEnumerable<ObjectInfo> ListObjectsAsync(
        this IObjectStore store,
        string bucket,
        ObjectKey prefix = default,
        ObjectKey startAfter = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Require(store);
        ObjectListing page;
        do
        {
            var options = new ListObjectsOptions { Prefix = prefix, StartAfter = startAfter };
            page = (await store.TryListObjectsAsync(bucket, options, cancellationToken).ConfigureAwait(false)).Value;
            foreach (ObjectInfo info in page.Objects)
            {
                yield return info;
            }

            startAfter = page.NextStartAfter;
        }
        while (page.IsTruncated);
    }

    /// <summary>Begins a multipart upload.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryCreateMultipartUploadAsync"/>.</exception>
    public static async ValueTask<MultipartUploadInfo> CreateMultipartUploadAsync(
        this IObjectStore store, string bucket, ObjectKey key, CreateMultipartUploadOptions? options = null, CancellationToken cancellationToken = default)
        => (await Require(store).TryCreateMultipartUploadAsync(bucket, key, options, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Stores a part from a stream, which is read from its position to its end and stays open.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryUploadPartAsync"/>.</exception>
    public static async ValueTask<ObjectPart> UploadPartAsync(
        this IObjectStore store, MultipartUploadInfo upload, int partNumber, Stream content, UploadPartOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        PipeReader pipe = CreatePipe(content);
        try
        {
            return await store.UploadPartAsync(upload, partNumber, pipe, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stores a part from memory, which must not change until the task completes.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryUploadPartAsync"/>.</exception>
    public static ValueTask<ObjectPart> UploadPartAsync(
        this IObjectStore store, MultipartUploadInfo upload, int partNumber, ReadOnlyMemory<byte> content,
        UploadPartOptions? options = null, CancellationToken cancellationToken = default)
        => store.UploadPartAsync(upload, partNumber, new ReadOnlySequence<byte>(content), options, cancellationToken);

    /// <summary>Stores a part from memory, which must not change until the task completes.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryUploadPartAsync"/>.</exception>
    public static ValueTask<ObjectPart> UploadPartAsync(
        this IObjectStore store, MultipartUploadInfo upload, int partNumber, ReadOnlySequence<byte> content,
        UploadPartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new UploadPartOptions();
        options = options.ContentLength is null ? options with { ContentLength = content.Length } : options;
        return store.UploadPartAsync(upload, partNumber, PipeReader.Create(content), options, cancellationToken);
    }

    /// <summary>Stores a part from a pipe, which is read to its end and not completed.</summary>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryUploadPartAsync"/>.</exception>
    public static async ValueTask<ObjectPart> UploadPartAsync(
        this IObjectStore store, MultipartUploadInfo upload, int partNumber, PipeReader content, UploadPartOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return (await Require(store).TryUploadPartAsync(upload.Bucket, upload.Key, upload.UploadId, partNumber, content, options, cancellationToken)
            .ConfigureAwait(false)).Value;
    }

    /// <summary>Makes the object of the given parts visible.</summary>
    /// <param name="store">The store.</param>
    /// <param name="upload">The upload.</param>
    /// <param name="parts">What uploading the parts returned, by ascending number.</param>
    /// <param name="options">What is verified. Default: nothing more.</param>
    /// <param name="cancellationToken">Cancels the completion; nothing becomes visible.</param>
    /// <exception cref="StorageException">The errors of <see cref="IObjectStore.TryCompleteMultipartUploadAsync"/>.</exception>
    public static async ValueTask<ObjectInfo> CompleteMultipartUploadAsync(
        this IObjectStore store, MultipartUploadInfo upload, IEnumerable<ObjectPart> parts, CompleteMultipartUploadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        CompletedPart[] named = [.. parts.Select(part => new CompletedPart(part.Number, part.ETag, part.Checksum))];
        return (await Require(store).TryCompleteMultipartUploadAsync(upload.Bucket, upload.Key, upload.UploadId, named, options, cancellationToken)
            .ConfigureAwait(false)).Value;
    }

    /// <summary>Gives up an upload and frees its parts.</summary>
    /// <exception cref="StorageException">NoSuchUpload.</exception>
    public static async ValueTask AbortMultipartUploadAsync(this IObjectStore store, MultipartUploadInfo upload, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(upload);
        _ = (await Require(store).TryAbortMultipartUploadAsync(upload.Bucket, upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false)).Value;
    }

    private static IObjectStore Require(IObjectStore store) => store ?? throw new ArgumentNullException(nameof(store));

    private static PipeReader CreatePipe(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: StreamBufferSize, minimumReadSize: StreamBufferSize / 2, leaveOpen: true));
    }
}
