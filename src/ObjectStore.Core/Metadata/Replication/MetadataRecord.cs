namespace ObjectStore.Metadata.Replication;

/// <summary>
/// A group of transactions as it stands in the log of every replica. (epoch, sequence) names its content: one epoch has one writer. A record whose epoch begins at
/// a sequence voids all records of older epochs from that sequence on.
/// </summary>
/// <param name="Epoch">The writer's epoch.</param>
/// <param name="FirstSequence">The sequence of its first transaction.</param>
/// <param name="LastSequence">The sequence of its last transaction; an epoch's opening record has one of its own and no changes.</param>
/// <param name="CommittedThrough">The sequence up to which everything was known committed when it was written.</param>
/// <param name="Body">Its changes, encoded by MetadataBatchWriter.</param>
internal sealed record MetadataRecord(uint Epoch, ulong FirstSequence, ulong LastSequence, ulong CommittedThrough, ReadOnlyMemory<byte> Body)
{
    public ReplicaPosition Position => new(Epoch, LastSequence);
}
