namespace ObjectStore.Metadata;

/// <summary>
/// Shards of one blob that were staged in the logs of replica drives and not flushed: a replica that holds the metadata record durably holds the shard staged
/// before it durably. The store commits the transaction only if any write quorum of the replicas in sync, with the shards already durable elsewhere, makes
/// <paramref name="Needed"/> durable shards; else it answers <see cref="CommitStatus.FlushFirst"/> and changes nothing.
/// </summary>
/// <param name="StagedReplicas">Bit n: the drive of replica n (slot n of the first set) has a staged shard.</param>
/// <param name="DurableElsewhere">Shards already durable on drives that are no replica.</param>
/// <param name="Needed">Durable shards that make the blob safe: k, or k + 1 if k = m.</param>
/// <param name="Readable">Shards without which the blob cannot be read: k. After a crash a transaction may be kept that one replica fewer than the
/// write quorum holds, if one more replica is missing that might; that many must be there even then.</param>
internal readonly record struct ShardRide(uint StagedReplicas, int DurableElsewhere, int Needed, int Readable);
