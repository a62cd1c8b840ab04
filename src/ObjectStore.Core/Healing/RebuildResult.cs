namespace ObjectStore.Healing;

/// <summary>What the rebuilding of a drive did.</summary>
/// <param name="Progress">The final counts.</param>
/// <param name="Swept">What was removed afterwards because nothing names it.</param>
/// <param name="IsComplete">False if the drive failed, or left its slot, before the end.</param>
internal readonly record struct RebuildResult(RebuildProgress Progress, SweepResult Swept, bool IsComplete);
