using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.ErasureSets;

/// <summary>The drives that share blobs among them, and the geometry that new blobs get. Immutable but for the drives in the slots.</summary>
internal sealed class ErasureSet
{
    /// <param name="index">The set, from 0.</param>
    /// <param name="slots">Its slots in order, 1 to 16.</param>
    /// <param name="geometry">Of new blobs: as many shards as slots. Blobs written under another geometry keep theirs.</param>
    public ErasureSet(int index, IReadOnlyList<DriveSlot> slots, ErasureGeometry geometry)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(slots.Count, geometry.TotalShards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots.Count, ErasureGeometry.MaxShards);
        Index = index;
        Slots = slots;
        Geometry = geometry;
    }

    /// <summary>The set, from 0.</summary>
    public int Index { get; }

    /// <summary>Its slots in order.</summary>
    public IReadOnlyList<DriveSlot> Slots { get; }

    /// <summary>Data and parity shards of new blobs.</summary>
    public ErasureGeometry Geometry { get; }

    /// <summary>The slot that holds a shard.</summary>
    public DriveSlot SlotOf(BlobId blob, int shard) => Slots[ShardPlacement.SlotOf(blob, shard, Slots.Count)];

    /// <summary>The number of drives that are there and have not failed.</summary>
    public int CountOnline()
    {
        int online = 0;
        for (int i = 0; i < Slots.Count; i++)
        {
            online += Slots[i].OnlineDrive is null ? 0 : 1;
        }

        return online;
    }

    /// <summary>Free bytes for content: that of the fullest drive, for every drive gets one shard of each blob.</summary>
    public long GetFreeBytes()
    {
        long least = long.MaxValue;
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Slots[i].OnlineDrive is { } drive)
            {
                least = Math.Min(least, drive.GetSpace().FreeBytes);
            }
        }

        return least == long.MaxValue ? 0 : least * Geometry.DataShards;
    }
}
