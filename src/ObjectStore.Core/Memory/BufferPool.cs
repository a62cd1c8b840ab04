using System.Numerics;

namespace ObjectStore.Memory;

/// <summary>
/// Pinned buffers of 4 KiB to 2 MiB, by powers of two with a little more on top: room to stagger the pieces of a buffer. Free buffers are kept up to a
/// limit of bytes; whoever rents bounds how much is out. Thread-safe.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>What every buffer has on top of its power of two, in bytes.</summary>
    public const int Slack = 8 << 10;

    /// <summary>Buffers begin at multiples of this address: direct file writes need it.</summary>
    public const int Alignment = 512;

    private const int SmallestShift = 12;
    private const int LargestShift = 21;

    private readonly long _maxFreeBytes;
    private readonly FreeList[] _free = new FreeList[LargestShift - SmallestShift + 1];
    private long _freeBytes;
    private long _rentedBytes;

    /// <param name="maxFreeBytes">Free buffers beyond this are left to the garbage collector.</param>
    public BufferPool(long maxFreeBytes)
    {
        _maxFreeBytes = maxFreeBytes;
        for (int i = 0; i < _free.Length; i++)
        {
            _free[i] = new FreeList();
        }
    }

    /// <summary>The pool of the process; keeps up to 32 MiB.</summary>
    public static BufferPool Shared { get; } = new(32 << 20);

    /// <summary>Bytes of the buffers that are out.</summary>
    public long RentedBytes => Interlocked.Read(ref _rentedBytes);

    /// <summary>Bytes of the buffers kept for reuse.</summary>
    public long FreeBytes => Interlocked.Read(ref _freeBytes);

    /// <summary>Rents a buffer of at least a length; one of more than 2 MiB and the slack is allocated anew every time.</summary>
    public PooledBuffer Rent(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumLength);
        int sizeClass = SizeClassOf(minimumLength);
        PooledBuffer buffer = TryTake(sizeClass) ?? new PooledBuffer(this, sizeClass, sizeClass < 0 ? minimumLength : LengthOf(sizeClass));
        Interlocked.Add(ref _rentedBytes, buffer.Length);
        buffer.MarkRented();
        return buffer;
    }

    internal void Return(PooledBuffer buffer)
    {
        Interlocked.Add(ref _rentedBytes, -buffer.Length);
        if (buffer.SizeClass < 0)
        {
            return;
        }

        if (Interlocked.Add(ref _freeBytes, buffer.Length) > _maxFreeBytes)
        {
            Interlocked.Add(ref _freeBytes, -buffer.Length);
            return;
        }

        _free[buffer.SizeClass].Push(buffer);
    }

    private static int SizeClassOf(int length)
    {
        int shift = BitOperations.Log2((uint)Math.Max(length - Slack - 1, 1)) + 1;
        return shift > LargestShift ? -1 : Math.Max(shift - SmallestShift, 0);
    }

    private static int LengthOf(int sizeClass) => (1 << (sizeClass + SmallestShift)) + Slack;

    private PooledBuffer? TryTake(int sizeClass)
    {
        PooledBuffer? buffer = sizeClass < 0 ? null : _free[sizeClass].Pop();
        if (buffer is not null)
        {
            Interlocked.Add(ref _freeBytes, -buffer.Length);
        }

        return buffer;
    }

    /// <summary>A stack that links the buffers themselves, so that neither way allocates.</summary>
    private sealed class FreeList
    {
        private readonly Lock _lock = new();
        private PooledBuffer? _first;

        public void Push(PooledBuffer buffer)
        {
            lock (_lock)
            {
                buffer.NextFree = _first;
                _first = buffer;
            }
        }

        public PooledBuffer? Pop()
        {
            lock (_lock)
            {
                PooledBuffer? buffer = _first;
                if (buffer is not null)
                {
                    _first = buffer.NextFree;
                    buffer.NextFree = null;
                }

                return buffer;
            }
        }
    }
}
