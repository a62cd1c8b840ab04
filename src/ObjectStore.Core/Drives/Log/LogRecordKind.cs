namespace ObjectStore.Drives.Log;

/// <summary>What a log record holds. The values are part of the format.</summary>
internal enum LogRecordKind : byte
{
    /// <summary>A shard's image.</summary>
    Shard = 1,

    /// <summary>A shard's image that segment collection moved here: replayed only if the index still knows the shard.</summary>
    MovedShard = 2,

    /// <summary>A record of the replicated metadata.</summary>
    Metadata = 3,
}
