using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Memory for a few stripes: each shard's blocks lie side by side, so that one encoding and one append per drive cover several stripes. For one caller at a time.
/// </summary>
internal sealed class StripeBuffer : IDisposable
{
    /// <summary>Shards begin this many bytes off a power of two from each other: else the same offsets of all shards compete for one set of the L1 cache.</summary>
    private const int Stagger = 192;

    /// <summary>As <see cref="Stagger"/> for whole blocks, which go to files: keeps them aligned for direct writes.</summary>
    private const int AlignedStagger = BufferPool.Alignment;

    private readonly PooledBuffer _buffer;
    private readonly ErasureGeometry _geometry;
    private readonly int _stride;

    /// <param name="pool">Where memory comes from.</param>
    /// <param name="geometry">Data and parity shards.</param>
    /// <param name="blockLength">Bytes of a block; less than <see cref="ShardLayout.BlockSize"/> only with a single stripe.</param>
    /// <param name="stripes">Stripes.</param>
    public StripeBuffer(BufferPool pool, ErasureGeometry geometry, int blockLength, int stripes)
    {
        _geometry = geometry;
        BlockLength = blockLength;
        Stripes = stripes;
        _stride = blockLength == ShardLayout.BlockSize
            ? (blockLength * stripes) + AlignedStagger
            : (((blockLength * stripes) + 63) & ~63) + Stagger;
        _buffer = pool.Rent(_stride * geometry.TotalShards);
    }

    public int BlockLength { get; }

    public int Stripes { get; }

    /// <summary>Content bytes of a stripe.</summary>
    public int StripeLength => BlockLength * _geometry.DataShards;

    /// <summary>
    /// The most stripes a buffer has: with all shards it stays within 2 MiB. Even, because the halves take turns, and at least 2, the most that a shard in the log has.
    /// </summary>
    public static int MaxStripes(ErasureGeometry geometry) => geometry.TotalShards switch
    {
        <= 4 => 8,
        <= 8 => 4,
        _ => 2,
    };

    /// <summary>A piece of a shard; its blocks follow one another.</summary>
    public Memory<byte> Shard(int shard, int offset, int length) => _buffer.Memory.Slice((shard * _stride) + offset, length);

    /// <summary>Copies content into a stripe from a position on, as much as fits; gives the number of bytes.</summary>
    public int Fill(int stripe, int position, ReadOnlySpan<byte> content)
    {
        int filled = 0;
        while (filled < content.Length && position < StripeLength)
        {
            (int shard, int offset) = Math.DivRem(position, BlockLength);
            int count = Math.Min(BlockLength - offset, content.Length - filled);
            content.Slice(filled, count).CopyTo(Shard(shard, (stripe * BlockLength) + offset, count).Span);
            filled += count;
            position += count;
        }

        return filled;
    }

    /// <summary>Copies full stripes into a larger buffer.</summary>
    public void CopyTo(StripeBuffer larger, int stripes)
    {
        if (larger.BlockLength == BlockLength)
        {
            for (int shard = 0; shard < _geometry.DataShards; shard++)
            {
                Shard(shard, 0, stripes * BlockLength).CopyTo(larger.Shard(shard, 0, stripes * BlockLength));
            }

            return;
        }

        for (int shard = 0; shard < _geometry.DataShards; shard++)
        {
            larger.Fill(0, shard * BlockLength, Shard(shard, 0, BlockLength).Span);
        }
    }

    /// <summary>
    /// Lays a stripe that is not full out anew, as the last one of a blob: its content in blocks of ceil(length / k) bytes, padded with zeros. Gives that block length.
    /// </summary>
    public int Shorten(int stripe, int contentLength)
    {
        int dataShards = _geometry.DataShards;
        int block = (contentLength + dataShards - 1) / dataShards;
        if (block < BlockLength)
        {
            // From the end, because a byte only ever moves to a later shard or, within one, towards the front.
            for (int shard = dataShards - 1; shard > 0; shard--)
            {
                MoveInto(stripe, shard, Math.Min(shard * block, contentLength), Math.Min((shard + 1) * block, contentLength));
            }
        }

        for (int shard = contentLength / block; shard < dataShards; shard++)
        {
            int used = Math.Clamp(contentLength - (shard * block), 0, block);
            Shard(shard, (stripe * BlockLength) + used, block - used).Span.Clear();
        }

        return block;
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Moves content [from, to) to the front of a shard's block, its last piece first, since pieces may overlap their destination.</summary>
    private void MoveInto(int stripe, int shard, int from, int to)
    {
        int start = from;
        while (to > from)
        {
            (int sourceShard, int sourceEnd) = Math.DivRem(to - 1, BlockLength);
            int count = Math.Min(sourceEnd + 1, to - from);
            ReadOnlyMemory<byte> source = Shard(sourceShard, (stripe * BlockLength) + sourceEnd + 1 - count, count);
            source.Span.CopyTo(Shard(shard, (stripe * BlockLength) + (to - count - start), count).Span);
            to -= count;
        }
    }
}
