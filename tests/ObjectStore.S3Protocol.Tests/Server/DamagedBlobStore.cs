using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;
using ObjectStore.Memory;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>A blob store whose content can be read only up to a place.</summary>
internal sealed class DamagedBlobStore(IBlobStore inner) : IBlobStore
{
    /// <summary>Reads that reach this byte of a blob fail.</summary>
    public long DamagedFrom { get; set; } = long.MaxValue;

    public IBlobWriter BeginWrite(BlobOwner owner, long? expectedLength, Md5Job? md5 = null) => inner.BeginWrite(owner, expectedLength, md5);

    public async ValueTask<IBlobReader> OpenReadAsync(BlobRef blob, CancellationToken cancellationToken = default)
        => new Reader(await inner.OpenReadAsync(blob, cancellationToken), this);

    public ValueTask<uint> DeleteAsync(BlobRef blob, CancellationToken cancellationToken = default) => inner.DeleteAsync(blob, cancellationToken);

    private sealed class Reader(IBlobReader inner, DamagedBlobStore store) : IBlobReader
    {
        public ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            ThrowIfDamaged(offset + destination.Length);
            return inner.ReadAsync(offset, destination, cancellationToken);
        }

        public ValueTask ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            ThrowIfDamaged(offset + destination.Length);
            return inner.ReadAtAsync(offset, destination, cancellationToken);
        }

        public ValueTask<PooledSlice> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
        {
            ThrowIfDamaged(offset + length);
            return inner.LeaseAsync(offset, length, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private void ThrowIfDamaged(long end)
        {
            if (end > store.DamagedFrom)
            {
                throw new StorageException(StorageErrorCode.DataDamaged, "Too many shards are damaged.");
            }
        }
    }
}
