using System.Collections.Concurrent;
using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Memory;

/// <summary>What of a <see cref="MemoryDrive"/> outlives a crash: give it to the next one.</summary>
internal sealed class MemoryDriveMedium
{
    /// <summary>The durable shards.</summary>
    public ConcurrentDictionary<ShardKey, MemoryShard> Shards { get; } = new();

    /// <summary>The metadata state of the last clean close or installation.</summary>
    public MetadataState State { get; set; } = MetadataState.Empty;

    /// <summary>Its position.</summary>
    public ReplicaPosition Applied { get; set; }

    /// <summary>Whether it may be used.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>The durable metadata records since, in the order of the log.</summary>
    public List<MetadataRecord> Records { get; } = [];
}
