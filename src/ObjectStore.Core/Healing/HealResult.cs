namespace ObjectStore.Healing;

/// <summary>What the healing of one blob did. In all masks bit n stands for shard n.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Verified">Read whole and found good.</param>
/// <param name="Rebuilt">Written anew, durably.</param>
/// <param name="Remaining">Asked for, and neither verified nor rebuilt.</param>
/// <param name="BytesWritten">Bytes of the rebuilt shards.</param>
internal readonly record struct HealResult(HealOutcome Outcome, uint Verified, uint Rebuilt, uint Remaining, long BytesWritten);
