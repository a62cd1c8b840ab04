using System.Numerics;

namespace ObjectStore.Metadata.Replication;

/// <summary>When the shards of a <see cref="ShardRide"/> are safe. Replicas are bits by their slot.</summary>
internal static class ShardRideRule
{
    /// <summary>
    /// Whether any <paramref name="writeQuorum"/> of the replicas in sync hold enough shards. The worst such quorum takes every replica without a staged shard first.
    /// </summary>
    public static bool IsSafe(ShardRide ride, uint inSync, int writeQuorum)
    {
        int unstaged = BitOperations.PopCount(inSync & ~ride.StagedReplicas);
        return Math.Max(0, writeQuorum - unstaged) + ride.DurableElsewhere >= ride.Needed;
    }

    /// <summary>Whether the replicas that hold the record durably, appended after the staged shards, make enough of them.</summary>
    public static bool IsMet(ShardRide ride, uint durable)
        => BitOperations.PopCount(durable & ride.StagedReplicas) + ride.DurableElsewhere >= ride.Needed;
}
