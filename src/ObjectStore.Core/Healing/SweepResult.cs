namespace ObjectStore.Healing;

/// <summary>What a sweep for orphans found. Counts are of shards.</summary>
/// <param name="Seen">Looked at.</param>
/// <param name="Deleted">Provably named by nothing, and deleted.</param>
/// <param name="Unreadable">Left alone, because they do not say whose they are.</param>
/// <param name="IsComplete">Whether the sweep came to the end of every drive that was there.</param>
internal readonly record struct SweepResult(long Seen, long Deleted, long Unreadable, bool IsComplete)
{
    public static SweepResult operator +(SweepResult left, SweepResult right)
        => new(left.Seen + right.Seen, left.Deleted + right.Deleted, left.Unreadable + right.Unreadable, left.IsComplete && right.IsComplete);
}
