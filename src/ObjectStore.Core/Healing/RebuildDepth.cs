namespace ObjectStore.Healing;

/// <summary>How closely the shards of a drive are looked at.</summary>
internal enum RebuildDepth
{
    /// <summary>Whether each shard is there: for a drive that was away, or that is new and empty.</summary>
    Existence,

    /// <summary>Every byte of each shard: for a drive whose log or files were found damaged.</summary>
    Content,
}
