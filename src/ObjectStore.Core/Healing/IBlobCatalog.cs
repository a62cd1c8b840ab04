using ObjectStore.Blobs;

namespace ObjectStore.Healing;

/// <summary>What metadata says of blobs: the truth that shards on drives are held against. Thread-safe.</summary>
internal interface IBlobCatalog
{
    /// <summary>
    /// Whether the metadata of its owner names a blob: the current or a noncurrent version of the object, or the part of an upload under way. Also
    /// true while the answer cannot be known. A false answer is final for a blob of an earlier epoch, or one whose writer has ended.
    /// </summary>
    ValueTask<bool> IsNamedAsync(BlobId blob, BlobOwner owner, CancellationToken cancellationToken = default);

    /// <summary>
    /// The blobs that metadata stopped naming and that wait to be deleted, for readers may still use them: whoever finds one of them not named leaves it alone.
    /// </summary>
    ValueTask<IReadOnlySet<BlobId>> GetGarbageAsync(CancellationToken cancellationToken = default);

    /// <summary>All blobs that metadata names at some moment after the call began; one written or deleted meanwhile may be in it or not.</summary>
    IAsyncEnumerable<(BlobRef Blob, BlobOwner Owner)> ListBlobsAsync(CancellationToken cancellationToken = default);
}
