using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Reads ranges at any place of a blob, and no block besides those they lie in. Bad shards are reported when they are reconstructed. Thread-safe.
/// </summary>
internal readonly struct RangeReader(ShardSources sources, BufferPool pool)
{
    /// <summary>A range up to this length that is not aligned is read at once and copied, a longer one only at its ends.</summary>
    private const int MaxCopied = 256 << 10;

    private ContentReader Content => new(sources, pool);

    /// <summary>Fills a buffer; whole blocks go straight into it.</summary>
    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            int count = (int)(sources.Layout.WholeBlocksEnd(offset, Math.Min(destination.Length, ContentReader.MaxRun)) - offset);
            if (count > 0)
            {
                await Content.ReadAsync(offset, destination[..count], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                count = await CopyAsync(offset, destination, cancellationToken).ConfigureAwait(false);
            }

            offset += count;
            destination = destination[count..];
        }
    }

    /// <summary>Reads the first bytes of a range into a buffer of the pool: all of them if their blocks fit one call, else as many as do.</summary>
    public async ValueTask<PooledSlice> LeaseAsync(long offset, int length, CancellationToken cancellationToken)
    {
        long start = sources.Layout.BlockStart(offset);
        long end = RunEnd(start, offset + length);
        PooledBuffer buffer = pool.Rent((int)(end - start));
        try
        {
            await Content.ReadAsync(start, buffer.Memory[..(int)(end - start)], cancellationToken).ConfigureAwait(false);
            return new PooledSlice(buffer, (int)(offset - start), (int)Math.Min(length, end - offset));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private async ValueTask<int> CopyAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int length = destination.Length <= MaxCopied ? destination.Length : (int)(sources.Layout.BlockEnd(offset) - offset);
        PooledSlice slice = await LeaseAsync(offset, length, cancellationToken).ConfigureAwait(false);
        slice.Memory.CopyTo(destination);
        slice.Buffer.Dispose();
        return slice.Length;
    }

    /// <summary>Where the blocks of a range end that begins in the block at a start, or as many of them as fit one call.</summary>
    private long RunEnd(long start, long end)
    {
        BlobLayout layout = sources.Layout;
        long blocksEnd = layout.BlockEnd(end - 1);
        return blocksEnd <= start + ContentReader.MaxRun ? blocksEnd : Math.Max(layout.LastBlockEnd(start, start + ContentReader.MaxRun), layout.BlockEnd(start));
    }
}
