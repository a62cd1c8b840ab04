namespace ObjectStore.Blobs;

/// <summary>A shard with its length in bytes, which says where it is: up to <see cref="ShardLayout.MaxLogShard"/> in the drive's log, else in a file.</summary>
internal readonly record struct ShardRef(ShardKey Key, long Length);
