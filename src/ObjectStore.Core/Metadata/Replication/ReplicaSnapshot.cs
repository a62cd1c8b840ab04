namespace ObjectStore.Metadata.Replication;

/// <summary>What a replica said of itself at one moment, while nothing was appended to it.</summary>
/// <param name="IsComplete">Its state may be used.</param>
/// <param name="Applied">The end of its state.</param>
/// <param name="Logged">The end of its log.</param>
/// <param name="Tail">The records between the two.</param>
internal sealed record ReplicaSnapshot(bool IsComplete, ReplicaPosition Applied, ReplicaPosition Logged, IReadOnlyList<MetadataRecord> Tail)
{
    public static ReplicaSnapshot Of(IMetadataReplica replica)
    {
        ReplicaPosition applied = replica.Applied;
        return new ReplicaSnapshot(replica.IsComplete, applied, replica.Logged, [.. replica.Tail.Where(r => r.LastSequence > applied.Sequence)]);
    }

    /// <summary>Whether the record at a position of the history is in its log or state. A position names the whole history before it.</summary>
    public bool Holds(ReplicaPosition position) => Applied.Sequence >= position.Sequence || Tail.Any(r => r.Position == position);
}
