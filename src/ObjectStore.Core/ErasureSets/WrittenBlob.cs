using ObjectStore.Blobs;
using ObjectStore.Metadata;

namespace ObjectStore.ErasureSets;

/// <summary>A blob whose shards are in place, ready to be named by metadata.</summary>
internal abstract class WrittenBlob
{
    /// <summary>How metadata names it.</summary>
    public abstract BlobRef Ref { get; }

    /// <summary>Bit n: shard n could not be placed and must be queued for healing in the same transaction.</summary>
    public abstract uint MissingShards { get; }

    /// <summary>Staged shards that have to ride with the commit; null if all is durable.</summary>
    public abstract ShardRide? Ride { get; }

    /// <summary>Makes staged shards durable, so that no ride is needed. Throws <see cref="StorageException"/> with Unavailable below the write quorum.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);
}
