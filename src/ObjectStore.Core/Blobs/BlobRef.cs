namespace ObjectStore.Blobs;

/// <summary>
/// All that metadata keeps of a blob to find and decode it. Which drive of the set holds which shard follows from the id
/// (<see cref="ShardPlacement"/>).
/// </summary>
/// <param name="Id">The blob.</param>
/// <param name="Length">Its length in bytes, more than 0: empty content has no blob.</param>
/// <param name="Set">The erasure set that holds it.</param>
/// <param name="DataShards">Data shards of a stripe, k.</param>
/// <param name="ParityShards">Parity shards of a stripe, m.</param>
internal readonly record struct BlobRef(BlobId Id, long Length, byte Set, byte DataShards, byte ParityShards);
