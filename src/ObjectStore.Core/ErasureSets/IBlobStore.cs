using ObjectStore.Blobs;
using ObjectStore.Integrity;

namespace ObjectStore.ErasureSets;

/// <summary>Writes, reads and deletes blobs over all erasure sets of the store. Thread-safe.</summary>
internal interface IBlobStore
{
    /// <summary>Begins a blob under a fresh id in the set with the most room.</summary>
    /// <param name="owner">Whom it is written for.</param>
    /// <param name="expectedLength">Its length if known, which only chooses buffers.</param>
    /// <param name="md5">Hashes the content, if given, while it lies in the writer's buffers: all of it is hashed when the blob is complete.</param>
    IBlobWriter BeginWrite(BlobOwner owner, long? expectedLength, Md5Job? md5 = null);

    /// <summary>Opens a blob. Fails at once with Unavailable or DataDamaged (<see cref="StorageException"/>) if fewer than k shards can be opened.</summary>
    ValueTask<IBlobReader> OpenReadAsync(BlobRef blob, CancellationToken cancellationToken = default);

    /// <summary>Deletes the shards of a blob wherever drives are online.</summary>
    /// <returns>Bit n: the slot n was offline or refused, and may still hold a shard.</returns>
    ValueTask<uint> DeleteAsync(BlobRef blob, CancellationToken cancellationToken = default);
}
