namespace ObjectStore.Metadata.Replication;

/// <summary>How far a replica is: the epoch and last sequence number of a record.</summary>
internal readonly record struct ReplicaPosition(uint Epoch, ulong Sequence) : IComparable<ReplicaPosition>
{
    public int CompareTo(ReplicaPosition other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Sequence.CompareTo(other.Sequence);
}
