using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Log;

/// <summary>Something found in the log at opening.</summary>
internal sealed class ReplayedEntry(Action<DriveCatalog> apply) : LogEntry
{
    public override bool IsUrgent => false;

    public static ReplayedEntry Shard(ShardKey key, ShardLocation location) => new(catalog => catalog.PlaceShard(key, location));

    public static ReplayedEntry MovedShard(ShardKey key, ShardLocation location) => new(catalog => catalog.MoveShard(key, from: null, location));

    public static ReplayedEntry Metadata(MetadataRecord record, Checkpoint place) => new(catalog => catalog.ReplayMetadata(record, place));

    public static ReplayedEntry MetadataGap() => new(static catalog => catalog.MarkMetadataGap());

    public override void Apply(DriveCatalog catalog) => apply(catalog);
}
