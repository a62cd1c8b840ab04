namespace ObjectStore.Drives;

/// <summary>How an operation on one drive ended: a value, because N of them are compared for a quorum.</summary>
internal enum DriveStatus
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The drive has no such shard.</summary>
    NotFound,

    /// <summary>The shard is there, but its bytes are not what was written, or not this shard.</summary>
    Corrupt,

    /// <summary>The drive is full; it goes on reading and deleting.</summary>
    Full,

    /// <summary>The drive failed, or is not there.</summary>
    Offline,
}
