namespace ObjectStore.Blobs;

/// <summary>
/// How a blob's bytes lie in its shards. A blob is a row of stripes of k x <see cref="BlockSize"/> bytes; a stripe's n-th block is the next block of data
/// shard n, so a data block is a contiguous piece of the blob, and with k = 1 the shard is the blob. The last stripe's blocks have
/// ceil(rest / k) bytes; the last of them are padded with zeros.
/// </summary>
internal static class ShardLayout
{
    /// <summary>The unit of coding, hashing and verified reading, in bytes.</summary>
    public const int BlockSize = 64 << 10;

    /// <summary>The largest shard that goes into the log, in bytes (docs/disk-format.md has the measurement).</summary>
    public const int MaxLogShard = 128 << 10;

    /// <summary>The length of each shard of a blob.</summary>
    public static long ShardLength(long blobLength, int dataShards)
    {
        long stripe = (long)dataShards * BlockSize;
        (long full, long rest) = Math.DivRem(blobLength, stripe);
        return (full * BlockSize) + ((rest + dataShards - 1) / dataShards);
    }

    /// <summary>The number of blocks of a shard.</summary>
    public static int BlockCount(long shardLength) => checked((int)((shardLength + BlockSize - 1) / BlockSize));

    /// <summary>The length of a block of a shard.</summary>
    public static int BlockLength(long shardLength, int block) => (int)Math.Min(BlockSize, shardLength - ((long)block * BlockSize));

    /// <summary>Whether a shard of this length is a log record rather than a file.</summary>
    public static bool IsLogShard(long shardLength) => shardLength <= MaxLogShard;
}
