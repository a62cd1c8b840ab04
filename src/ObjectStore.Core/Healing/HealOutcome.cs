namespace ObjectStore.Healing;

/// <summary>How the healing of one blob ended.</summary>
internal enum HealOutcome
{
    /// <summary>Every shard asked for is good, or good again.</summary>
    Whole,

    /// <summary>Shards are left whose drive, or whose source, is not there or is full.</summary>
    Waiting,

    /// <summary>Fewer than k shards are good, and no missing drive can change that.</summary>
    Unrecoverable,

    /// <summary>Metadata no longer names the blob: nothing is to be healed, and nothing rebuilt was left behind.</summary>
    NotNamed,
}
