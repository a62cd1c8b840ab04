using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>What of a <see cref="MemoryReplica"/> survives a crash: an index as of its last flush, and a log as it was written, void records included.</summary>
internal sealed class MemoryReplicaDisk(bool isComplete = true)
{
    public bool IsComplete { get; set; } = isComplete;

    public MetadataState Index { get; set; } = MetadataState.Empty;

    public ReplicaPosition IndexPosition { get; set; }

    public HashSet<int> Shards { get; } = [];

    public List<MetadataRecord> Log { get; } = [];
}
