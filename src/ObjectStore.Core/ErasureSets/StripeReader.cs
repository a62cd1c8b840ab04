using System.Numerics;
using System.Runtime.ExceptionServices;
using ObjectStore.Drives;
using ObjectStore.Erasure;
using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Reads data blocks of a stripe in parallel, straight into their destination, and reconstructs those that cannot be read. All memory is unused again when a
/// call completes, however it ends. Thread-safe.
/// </summary>
internal readonly struct StripeReader(ShardSources sources, BufferPool pool)
{
    /// <summary>
    /// Reads the content of the data blocks <paramref name="first"/> up to, not including, <paramref name="end"/>; padding of the blob's last stripe
    /// does not count.
    /// </summary>
    /// <exception cref="StorageException">DataDamaged or Unavailable.</exception>
    public async ValueTask ReadAsync(int stripe, int first, int end, Memory<byte> content, CancellationToken cancellationToken)
    {
        int blockLength = sources.Layout.BlockLength(stripe);
        end = Math.Min(end, first + ((content.Length + blockLength - 1) / blockLength));
        uint wanted = ((1u << end) - 1) & ~((1u << first) - 1);
        bool padded = content.Length < (end - first) * blockLength;

        // A padded block does not fit into the destination: it goes through memory of its own.
        using PooledBuffer? lastBlock = padded ? pool.Rent(blockLength) : null;
        var blocks = new Memory<byte>[sources.Layout.Geometry.TotalShards];
        for (int shard = first; shard < end; shard++)
        {
            int offset = (shard - first) * blockLength;
            blocks[shard] = content.Length - offset < blockLength ? lastBlock!.Memory[..blockLength] : content.Slice(offset, blockLength);
        }

        // With a shard known to be unreadable there is no point in trying the stripe without parity.
        uint good = (wanted & ~sources.Open) == 0 ? await ReadBlocksAsync(stripe, wanted, blocks, cancellationToken).ConfigureAwait(false) : 0;
        if (good != wanted)
        {
            await RecoverAsync(stripe, wanted, good, tried: (wanted & ~sources.Open) == 0 ? wanted : good, blocks, cancellationToken).ConfigureAwait(false);
        }

        if (padded)
        {
            int rest = content.Length - ((end - 1 - first) * blockLength);
            blocks[end - 1].Span[..rest].CopyTo(content.Span[^rest..]);
        }
    }

    /// <summary>Reads one block of each shard in a mask into its memory; gives the mask of those read and verified.</summary>
    public async ValueTask<uint> ReadBlocksAsync(int stripe, uint shards, Memory<byte>[] blocks, CancellationToken cancellationToken)
    {
        var reads = new ValueTask<DriveStatus>[blocks.Length];
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            reads[shard] = sources.ReadBlocksAsync(shard, stripe, 1, blocks[shard], cancellationToken);
        }

        uint good = 0;
        Exception? thrown = null;
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            try
            {
                good |= await reads[shard].ConfigureAwait(false) == DriveStatus.Ok ? 1u << shard : 0;
            }
            catch (Exception e)
            {
                // Goes on when every read has ended and left the memory alone.
                thrown ??= e;
            }
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }

        return good;
    }

    /// <summary>
    /// Reads blocks of shards not <paramref name="tried"/> yet into their memory until k are good; gives the mask of all good ones.
    /// </summary>
    /// <exception cref="StorageException">DataDamaged or Unavailable: fewer than k can be read.</exception>
    public async ValueTask<uint> ReadFurtherAsync(int stripe, uint good, uint tried, Memory<byte>[] blocks, CancellationToken cancellationToken)
    {
        int needed = sources.Layout.Geometry.DataShards;
        while (BitOperations.PopCount(good) < needed)
        {
            uint next = Choose(tried, needed - BitOperations.PopCount(good));
            if (next == 0)
            {
                throw sources.Insufficient(good);
            }

            tried |= next;
            good |= await ReadBlocksAsync(stripe, next, blocks, cancellationToken).ConfigureAwait(false);
        }

        return good;
    }

    /// <summary>Reads further shards until k are good, and computes the wanted ones from them.</summary>
    private async ValueTask RecoverAsync(int stripe, uint wanted, uint good, uint tried, Memory<byte>[] blocks, CancellationToken cancellationToken)
    {
        ErasureGeometry geometry = sources.Layout.Geometry;
        int blockLength = sources.Layout.BlockLength(stripe);
        using PooledBuffer scratch = pool.Rent(blockLength * geometry.TotalShards);
        for (int shard = 0; shard < blocks.Length; shard++)
        {
            if ((wanted & (1u << shard)) == 0)
            {
                blocks[shard] = scratch.Memory.Slice(shard * blockLength, blockLength);
            }
        }

        good = await ReadFurtherAsync(stripe, good, tried, blocks, cancellationToken).ConfigureAwait(false);
        sources.Report();
        if ((wanted & ~good) != 0)
        {
            ReedSolomon.Get(geometry).Reconstruct(blocks, good, wanted & ~good);
        }
    }

    /// <summary>The first shards not tried yet, those that are open or were not looked at before those known to be bad elsewhere.</summary>
    private uint Choose(uint tried, int count)
    {
        uint all = (1u << sources.Layout.Geometry.TotalShards) - 1;
        uint chosen = 0;
        for (uint rest = all & ~tried & ~sources.Bad & ~sources.Offline; rest != 0 && count > 0; rest &= rest - 1, count--)
        {
            chosen |= rest & (0 - rest);
        }

        for (uint rest = all & ~tried & sources.Bad & sources.Open; rest != 0 && count > 0; rest &= rest - 1, count--)
        {
            chosen |= rest & (0 - rest);
        }

        return chosen;
    }
}
