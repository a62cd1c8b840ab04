using System.Runtime.ExceptionServices;
using ObjectStore.Drives;
using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>Reads runs of whole data blocks of a blob, several stripes at once. Thread-safe.</summary>
internal sealed class ContentReader(ShardSources sources, BufferPool pool)
{
    /// <summary>The most bytes of one call: what is asked of the drives at a time.</summary>
    public const int MaxRun = 1 << 20;

    private readonly StripeReader _stripes = new(sources, pool);

    /// <summary>Fills a buffer of at most <see cref="MaxRun"/> bytes; it begins and ends where blocks do.</summary>
    public ValueTask ReadAsync(long start, Memory<byte> content, CancellationToken cancellationToken)
        => sources.Layout.Geometry.DataShards == 1
            ? ReadSingleAsync(start, content, cancellationToken)
            : ReadStripesAsync(start, content, cancellationToken);

    /// <summary>With one data shard the shard is the blob, and a run of blocks one read.</summary>
    private async ValueTask ReadSingleAsync(long start, Memory<byte> content, CancellationToken cancellationToken)
    {
        int stripe = sources.Layout.StripeOf(start);
        int count = sources.Layout.StripeOf(start + content.Length - 1) - stripe + 1;
        if ((sources.Open & 1) != 0)
        {
            DriveStatus status = await sources.ReadBlocksAsync(0, stripe, count, content, cancellationToken).ConfigureAwait(false);
            if (status == DriveStatus.Ok)
            {
                return;
            }
        }

        await ReadStripesAsync(start, content, cancellationToken).ConfigureAwait(false);
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
        return _stripes.ReadAsync(stripe, first, end, content, cancellationToken);
    }
}
