using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;
using ObjectStore.Metadata;

namespace ObjectStore.Runtime;

/// <summary>
/// Refuses new blobs while the metadata cannot commit: content is not taken in only to be thrown away, and no blob is written in an epoch that is not settled.
/// </summary>
internal sealed class WriteGate(IBlobStore inner, IMetadataStore metadata) : IBlobStore
{
    public IBlobWriter BeginWrite(BlobOwner owner, long? expectedLength, Md5Job? md5 = null)
        => metadata.Availability is { CanWrite: false } availability
            ? throw new StorageException(StorageErrorCode.Unavailable, availability.Reason ?? "The metadata cannot be written now.")
            : inner.BeginWrite(owner, expectedLength, md5);

    public ValueTask<IBlobReader> OpenReadAsync(BlobRef blob, CancellationToken cancellationToken = default) => inner.OpenReadAsync(blob, cancellationToken);

    public ValueTask<uint> DeleteAsync(BlobRef blob, CancellationToken cancellationToken = default) => inner.DeleteAsync(blob, cancellationToken);
}
