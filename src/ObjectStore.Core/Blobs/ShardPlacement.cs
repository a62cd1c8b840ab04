namespace ObjectStore.Blobs;

/// <summary>Which slot of an erasure set holds which shard of a blob: rotated by the blob's counter, so that parity spreads evenly.</summary>
internal static class ShardPlacement
{
    /// <summary>The slot of a shard in a set of <paramref name="slots"/> drives.</summary>
    public static int SlotOf(BlobId blob, int shard, int slots) => (int)((blob.Counter + (ulong)shard) % (ulong)slots);

    /// <summary>The shard in a slot.</summary>
    public static int ShardIn(BlobId blob, int slot, int slots) => (int)(((ulong)slot + (ulong)slots - (blob.Counter % (ulong)slots)) % (ulong)slots);
}
