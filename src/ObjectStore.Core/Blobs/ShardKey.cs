namespace ObjectStore.Blobs;

/// <summary>Names a shard: the n-th of the k+m of a blob, data shards first.</summary>
internal readonly record struct ShardKey(BlobId Blob, byte Shard);
