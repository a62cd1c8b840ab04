using System.Buffers;
using ObjectStore.Memory;

namespace ObjectStore;

/// <summary>
/// Verified bytes of an object in memory of the store's pool: what <see cref="ObjectReader.LeaseAsync"/> gives. The memory is valid until the lease is
/// disposed, also when its reader is disposed before, and must not be touched after that: it may hold anything then. A lease that is never disposed is
/// left to the garbage collector. For one caller at a time; any number of threads may read the memory.
/// </summary>
public sealed class ContentLease : IDisposable
{
    private Segment? _first;
    private Segment? _last;
    private bool _isDisposed;

    internal ContentLease()
    {
    }

    /// <summary>The bytes, in order: one segment for each MiB or so.</summary>
    /// <exception cref="ObjectDisposedException">The lease is disposed.</exception>
    public ReadOnlySequence<byte> Content
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _first is null ? default : new ReadOnlySequence<byte>(_first, 0, _last!, _last!.Memory.Length);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        for (Segment? segment = _first; segment is not null; segment = segment.Following)
        {
            segment.Buffer.Dispose();
        }
    }

    /// <summary>Adds a piece of a buffer, which is the lease's from then on.</summary>
    internal void Append(PooledBuffer buffer, int offset, int length)
    {
        var segment = new Segment(buffer, buffer.Memory.Slice(offset, length), _last);
        _first ??= segment;
        _last = segment;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(PooledBuffer buffer, ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Buffer = buffer;
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }

        public PooledBuffer Buffer { get; }

        public Segment? Following => (Segment?)Next;
    }
}
