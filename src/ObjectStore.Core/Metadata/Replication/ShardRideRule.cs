using System.Numerics;

namespace ObjectStore.Metadata.Replication;

/// <summary>When the shards of a <see cref="ShardRide"/> are safe. Replicas are bits by their slot.</summary>
internal static class ShardRideRule
{
    /// <summary>
    /// Whether any <paramref name="writeQuorum"/> of the replicas in sync hold enough shards, and any one fewer enough to read. The worst such set
    /// takes every replica without a staged shard first.
    /// </summary>
    /// <remarks>
    /// The second half is for recovery with a replica missing, which cannot tell a transaction that was acknowledged from one that was not and keeps
    /// both: what it keeps must be readable, for it may have replaced an older object. With an odd number of replicas it fails, and the shards are
    /// flushed first. With more replicas missing at the same time as an unacknowledged write this is not covered.
    /// </remarks>
    public static bool IsSafe(ShardRide ride, uint inSync, int writeQuorum)
    {
        int unstaged = BitOperations.PopCount(inSync & ~ride.StagedReplicas);
        int kept = writeQuorum == 1 ? 1 : writeQuorum - 1;
        return Math.Max(0, writeQuorum - unstaged) + ride.DurableElsewhere >= ride.Needed
            && Math.Max(0, kept - unstaged) + ride.DurableElsewhere >= ride.Readable;
    }

    /// <summary>Whether the replicas that hold the record durably, appended after the staged shards, make enough of them.</summary>
    public static bool IsMet(ShardRide ride, uint durable)
        => BitOperations.PopCount(durable & ride.StagedReplicas) + ride.DurableElsewhere >= ride.Needed;
}
