using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;

namespace ObjectStore.Drives.Log;

/// <summary>A shard staged for the log. Nobody waits for it: a flush or a metadata record behind it does.</summary>
/// <param name="key">The shard.</param>
/// <param name="shardLength">Its length in bytes.</param>
/// <param name="record">Its record, owned by the entry.</param>
internal sealed class ShardEntry(ShardKey key, int shardLength, LogRecordBuffer record) : LogEntry
{
    public ShardKey Key => key;

    public override LogRecordBuffer Record => record;

    public override bool IsUrgent => false;

    /// <summary>Where segment collection copied it from: its place changes only if it still stands there.</summary>
    public LogPosition? MovedFrom { get; init; }

    public override void Apply(DriveCatalog catalog)
    {
        var location = new ShardLocation(Place.Position, record.Length, shardLength);
        if (MovedFrom is LogPosition from)
        {
            catalog.MoveShard(key, from, location);
        }
        else
        {
            catalog.PlaceShard(key, location);
        }
    }
}
