using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>Reads ranges at any place of a blob, and no block besides those they lie in. Thread-safe.</summary>
internal readonly struct RangeReader(BlobLayout layout, ContentReader content, BufferPool pool)
{
    /// <summary>A range up to this length that is not aligned is read at once and copied, a longer one only at its ends.</summary>
    private const int MaxCopied = 256 << 10;

    /// <summary>Fills a buffer.</summary>
    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            int count = (int)(layout.WholeBlocksEnd(offset, Math.Min(destination.Length, ContentReader.MaxRun)) - offset);
            if (count > 0)
            {
                await content.ReadAsync(offset, destination[..count], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                count = await CopyAsync(offset, destination, cancellationToken).ConfigureAwait(false);
            }

            offset += count;
            destination = destination[count..];
        }
    }

    /// <summary>Adds the bytes of a range to a lease.</summary>
    public async ValueTask LeaseAsync(long offset, int length, ContentLease lease, CancellationToken cancellationToken)
    {
        for (int count; length > 0; offset += count, length -= count)
        {
            long start = layout.BlockStart(offset);
            PooledBuffer buffer = await ReadBlocksAsync(start, RunEnd(start, offset + length), cancellationToken).ConfigureAwait(false);
            count = (int)Math.Min(length, RunEnd(start, offset + length) - offset);
            lease.Append(buffer, (int)(offset - start), count);
        }
    }

    private async ValueTask<int> CopyAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        long start = layout.BlockStart(offset);
        long end = destination.Length <= MaxCopied ? RunEnd(start, offset + destination.Length) : layout.BlockEnd(offset);
        using PooledBuffer buffer = await ReadBlocksAsync(start, end, cancellationToken).ConfigureAwait(false);
        int count = (int)Math.Min(destination.Length, end - offset);
        buffer.Memory.Slice((int)(offset - start), count).CopyTo(destination);
        return count;
    }

    private async ValueTask<PooledBuffer> ReadBlocksAsync(long start, long end, CancellationToken cancellationToken)
    {
        PooledBuffer buffer = pool.Rent((int)(end - start));
        bool isRead = false;
        try
        {
            await content.ReadAsync(start, buffer.Memory[..(int)(end - start)], cancellationToken).ConfigureAwait(false);
            isRead = true;
            return buffer;
        }
        finally
        {
            if (!isRead)
            {
                buffer.Dispose();
            }
        }
    }

    /// <summary>Where the blocks of a range end that begins in the block at a start, or as many of them as fit one call.</summary>
    private long RunEnd(long start, long end)
    {
        long blocksEnd = layout.BlockEnd(end - 1);
        return Math.Max(layout.LastBlockEnd(start, Math.Min(blocksEnd, start + ContentReader.MaxRun)), layout.BlockEnd(start));
    }
}
