using System.Buffers;

namespace ObjectStore.Memory;

/// <summary>
/// Rented buffers that follow one another as a sequence. Allocates nothing: the buffers hold the links. While it grows it is for one owner; a copy that was made before
/// the buffers went back notices that they did, since every rental has a number of its own.
/// </summary>
internal struct BufferChain
{
    private BufferSegment? _first;
    private BufferSegment? _last;
    private long _rental;

    /// <summary>The bytes, in order.</summary>
    /// <exception cref="ObjectDisposedException">The buffers went back.</exception>
    public readonly ReadOnlySequence<byte> Content
    {
        get
        {
            if (_first is null)
            {
                return default;
            }

            ObjectDisposedException.ThrowIf(_first.Buffer.Rental != _rental, typeof(ContentLease));
            return new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);
        }
    }

    /// <summary>Adds a piece of a buffer, which is the chain's from then on.</summary>
    public void Append(PooledSlice slice)
    {
        BufferSegment segment = slice.Buffer.Segment;
        segment.Set(slice.Memory, _last);
        if (_first is null)
        {
            _first = segment;
            _rental = slice.Buffer.Rental;
        }

        _last = segment;
    }

    /// <summary>Gives all buffers back; does nothing if that was done, by whichever copy and thread.</summary>
    public readonly void Return()
    {
        if (_first is null || !_first.Buffer.TryEndRental(_rental))
        {
            return;
        }

        for (BufferSegment? segment = _first.Following; segment is not null;)
        {
            BufferSegment? following = segment.Following;
            segment.Buffer.Dispose();
            segment = following;
        }

        _first.Buffer.ReturnEnded();
    }
}
