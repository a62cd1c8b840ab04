namespace ObjectStore.Blobs;

/// <summary>What a shard tells of itself on the drive.</summary>
/// <param name="Key">Which shard it is.</param>
/// <param name="DataShards">Data shards of a stripe, k.</param>
/// <param name="ParityShards">Parity shards of a stripe, m.</param>
/// <param name="Owner">Whom the blob was written for.</param>
internal sealed record ShardDescriptor(ShardKey Key, byte DataShards, byte ParityShards, BlobOwner Owner);
