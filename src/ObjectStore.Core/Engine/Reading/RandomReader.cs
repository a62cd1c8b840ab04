using ObjectStore.ErasureSets;
using ObjectStore.Memory;

namespace ObjectStore.Engine.Reading;

/// <summary>Reads at any place of a version. Thread-safe.</summary>
internal sealed class RandomReader(IBlobStore blobs, ContentSegment[] segments) : IAsyncDisposable
{
    private readonly OpenSegments _open = new(blobs, segments);

    /// <summary>Fills a buffer; the range lies within the content.</summary>
    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        for (int count; !destination.IsEmpty; offset += count, destination = destination[count..])
        {
            count = await ReadSomeAsync(offset, destination, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives bytes in the memory they were read to; the range lies within the content.</summary>
    public async ValueTask<ContentLease> LeaseAsync(long offset, int length, CancellationToken cancellationToken)
    {
        var chain = default(BufferChain);
        try
        {
            for (int count; length > 0; offset += count, length -= count)
            {
                PooledSlice slice = await LeaseSomeAsync(offset, length, cancellationToken).ConfigureAwait(false);
                chain.Append(slice);
                count = slice.Length;
            }

            return new ContentLease(chain);
        }
        catch
        {
            chain.Return();
            throw;
        }
    }

    /// <summary>Closes everything when the reads that run have ended; later ones are refused.</summary>
    public ValueTask DisposeAsync() => _open.DisposeAsync();

    private async ValueTask<int> ReadSomeAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        OpenSegment segment = await _open.AcquireAsync(offset, cancellationToken).ConfigureAwait(false);
        try
        {
            int count = (int)Math.Min(destination.Length, segment.Place.End - offset);
            await segment.Reader.ReadAtAsync(offset - segment.Place.Start, destination[..count], cancellationToken).ConfigureAwait(false);
            return count;
        }
        finally
        {
            await _open.ReleaseAsync(segment).ConfigureAwait(false);
        }
    }

    private async ValueTask<PooledSlice> LeaseSomeAsync(long offset, int length, CancellationToken cancellationToken)
    {
        OpenSegment segment = await _open.AcquireAsync(offset, cancellationToken).ConfigureAwait(false);
        try
        {
            int count = (int)Math.Min(length, segment.Place.End - offset);
            return await segment.Reader.LeaseAsync(offset - segment.Place.Start, count, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _open.ReleaseAsync(segment).ConfigureAwait(false);
        }
    }
}
