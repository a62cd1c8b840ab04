namespace ObjectStore.Healing;

/// <summary>How far the rebuilding of a drive is.</summary>
/// <param name="Shards">Shards that the drive should hold, counted at the start.</param>
/// <param name="Bytes">Their length in bytes.</param>
/// <param name="ShardsDone">Shards looked at, and healed where that was needed and could be done.</param>
/// <param name="BytesDone">Their length in bytes.</param>
/// <param name="ShardsHealed">Shards written anew.</param>
/// <param name="ShardsLeft">Shards that could not be healed now, and were queued.</param>
/// <param name="Elapsed">Time since the start.</param>
internal readonly record struct RebuildProgress(
    long Shards, long Bytes, long ShardsDone, long BytesDone, long ShardsHealed, long ShardsLeft, TimeSpan Elapsed)
{
    /// <summary>The time that the rest takes at the pace so far; null before anything is done.</summary>
    public TimeSpan? Remaining => BytesDone == 0 ? null : Elapsed * (Math.Max(Bytes - BytesDone, 0) / (double)BytesDone);
}
