namespace ObjectStore.Healing;

/// <summary>The counters of healing since the start.</summary>
/// <param name="QueueLength">Blobs known to lack shards.</param>
/// <param name="HealedShards">Shards rebuilt.</param>
/// <param name="HealedBytes">Bytes of shards rebuilt.</param>
/// <param name="Failures">Attempts that ended with an error or an unrecoverable blob.</param>
internal readonly record struct HealStatus(long QueueLength, long HealedShards, long HealedBytes, long Failures);
