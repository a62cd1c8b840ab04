using System.Runtime.ExceptionServices;
using ObjectStore.Drives;
using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>Reads runs of whole data blocks of a blob, several stripes at once. Thread-safe.</summary>
internal readonly struct ContentReader(ShardSources sources, BufferPool pool)
{
    /// <summary>The most bytes of one call: what is asked of the drives at a time.</summary>
    public const int MaxRun = 1 << 20;

    /// <summary>Fills a buffer of at most <see cref="MaxRun"/> bytes; it begins and ends where blocks do.</summary>
    public ValueTask ReadAsync(long start, Memory<byte> content, CancellationToken cancellationToken)
        => TryFindPiece(start, content.Length, out ShardPiece piece)
            ? ReadPieceAsync(piece, start, content, cancellationToken)
            : ReadStripesAsync(start, content, cancellationToken);

    /// <summary>Finds the piece of a single shard that the content is: any run of blocks with one data shard, and one block, without padding, with more.</summary>
    private bool TryFindPiece(long start, int length, out ShardPiece piece)
    {
        BlobLayout layout = sources.Layout;
        int stripe = layout.StripeOf(start);
        if (layout.Geometry.DataShards == 1)
        {
            piece = new ShardPiece(0, stripe, layout.StripeOf(start + length - 1) - stripe + 1);
            return true;
        }

        int blockLength = layout.BlockLength(stripe);
        piece = new ShardPiece((int)((start - ((long)stripe * layout.StripeLength)) / blockLength), stripe, 1);
        return length == blockLength;
    }

    private async ValueTask ReadPieceAsync(ShardPiece piece, long start, Memory<byte> content, CancellationToken cancellationToken)
    {
        // With a shard known to be unreadable there is no point in trying it first.
        if ((sources.Open & (1u << piece.Shard)) == 0
            || await sources.ReadBlocksAsync(piece.Shard, piece.Block, piece.Count, content, cancellationToken).ConfigureAwait(false) != DriveStatus.Ok)
        {
            await ReadStripesAsync(start, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask ReadStripesAsync(long start, Memory<byte> content, CancellationToken cancellationToken)
    {
        BlobLayout layout = sources.Layout;
        int first = layout.StripeOf(start);
        return first == layout.StripeOf(start + content.Length - 1)
            ? ReadStripeAsync(first, start, content, cancellationToken)
            : ReadManyAsync(first, start, content, cancellationToken);
    }

    private async ValueTask ReadManyAsync(int first, long start, Memory<byte> content, CancellationToken cancellationToken)
    {
        BlobLayout layout = sources.Layout;
        var reads = new ValueTask[layout.StripeOf(start + content.Length - 1) - first + 1];
        for (int i = 0; i < reads.Length; i++)
        {
            long end = Math.Min((long)(first + i + 1) * layout.StripeLength, start + content.Length);
            int length = (int)(end - start);
            reads[i] = ReadStripeAsync(first + i, start, content[..length], cancellationToken);
            content = content[length..];
            start = end;
        }

        Exception? thrown = null;
        foreach (ValueTask read in reads)
        {
            try
            {
                await read.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Goes on when all reads have ended and left the memory alone.
                thrown ??= e;
            }
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    private ValueTask ReadStripeAsync(int stripe, long start, Memory<byte> content, CancellationToken cancellationToken)
    {
        int blockLength = sources.Layout.BlockLength(stripe);
        int inStripe = (int)(start - ((long)stripe * sources.Layout.StripeLength));
        int first = inStripe / blockLength;
        int end = first + ((content.Length + blockLength - 1) / blockLength);
        return new StripeReader(sources, pool).ReadAsync(stripe, first, end, content, cancellationToken);
    }

    /// <summary>Blocks of a shard that follow one another.</summary>
    private readonly record struct ShardPiece(int Shard, int Block, int Count);
}
