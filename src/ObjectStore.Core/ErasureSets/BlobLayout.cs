using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.ErasureSets;

/// <summary>The arithmetic of one blob over <see cref="ShardLayout"/>: where its data blocks begin and end, in bytes of the blob.</summary>
internal readonly struct BlobLayout
{
    public BlobLayout(BlobRef blob)
    {
        Length = blob.Length;
        Geometry = new ErasureGeometry(blob.DataShards, blob.ParityShards);
        ShardLength = ShardLayout.ShardLength(blob.Length, blob.DataShards);
    }

    /// <summary>The blob's length in bytes.</summary>
    public long Length { get; }

    public ErasureGeometry Geometry { get; }

    /// <summary>The length of each shard in bytes.</summary>
    public long ShardLength { get; }

    /// <summary>The number of stripes, which is that of the blocks of a shard.</summary>
    public int StripeCount => ShardLayout.BlockCount(ShardLength);

    /// <summary>Content bytes of a stripe that is not the last.</summary>
    public int StripeLength => Geometry.DataShards * ShardLayout.BlockSize;

    /// <summary>The stripe that holds a byte.</summary>
    public int StripeOf(long offset) => (int)(offset / StripeLength);

    /// <summary>The length of each block of a stripe.</summary>
    public int BlockLength(int stripe) => ShardLayout.BlockLength(ShardLength, stripe);

    /// <summary>Where the data block begins that holds a byte.</summary>
    public long BlockStart(long offset)
    {
        int stripe = StripeOf(offset);
        return offset - ((offset - ((long)stripe * StripeLength)) % BlockLength(stripe));
    }

    /// <summary>Where the content of the data block ends that holds a byte; padding is not content.</summary>
    public long BlockEnd(long offset) => Math.Min(BlockStart(offset) + BlockLength(StripeOf(offset)), Length);

    /// <summary>Where a run of whole blocks from an offset on ends that fits a length; the offset itself if there is none.</summary>
    public long WholeBlocksEnd(long offset, int length) => BlockStart(offset) == offset ? LastBlockEnd(offset, offset + length) : offset;

    /// <summary>
    /// The end of the last data block that ends at or before an offset past <paramref name="start"/>, where a block begins; <paramref name="start"/>
    /// if none does.
    /// </summary>
    public long LastBlockEnd(long start, long offset) => offset >= Length ? Length : Math.Max(start, BlockStart(offset));
}
