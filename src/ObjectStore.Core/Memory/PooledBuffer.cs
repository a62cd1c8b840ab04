using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ObjectStore.Memory;

/// <summary>
/// A pinned buffer of a <see cref="BufferPool"/>, owned by whoever rented it until disposed. It must not be disposed while an operation may still touch it,
/// not even a cancelled one. Its content is undefined when rented.
/// </summary>
internal sealed class PooledBuffer : IDisposable
{
    private readonly BufferPool _pool;
    private readonly Memory<byte> _memory;
    private BufferSegment? _segment;
    private long _rentals;
    private long _rental;

    public PooledBuffer(BufferPool pool, int sizeClass, int length)
    {
        _pool = pool;
        byte[] array = GC.AllocateUninitializedArray<byte>(length + BufferPool.Alignment, pinned: true);
        nuint misalignment = AddressOf(array) % BufferPool.Alignment;
        _memory = MemoryMarshal.CreateFromPinnedArray(array, misalignment == 0 ? 0 : BufferPool.Alignment - (int)misalignment, length);
        SizeClass = sizeClass;
    }

    /// <summary>At least the length asked for.</summary>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(Rental == 0, this);
            return _memory;
        }
    }

    public int Length => _memory.Length;

    /// <summary>The number of the current rental, which no other of this buffer has; 0 while it is free.</summary>
    public long Rental => Volatile.Read(ref _rental);

    /// <summary>This buffer's link in a <see cref="BufferChain"/>. Only for whoever rented it.</summary>
    public BufferSegment Segment => _segment ??= new BufferSegment(this);

    /// <summary>The pool's class of size, or -1 if it is too large to be kept.</summary>
    internal int SizeClass { get; }

    /// <summary>The next free buffer of the class while this one is free.</summary>
    internal PooledBuffer? NextFree { get; set; }

    /// <summary>Gives the buffer back to the pool; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rental, 0) != 0)
        {
            ReturnEnded();
        }
    }

    /// <summary>Ends a rental if it is still the current one; true obliges to <see cref="ReturnEnded"/>.</summary>
    public bool TryEndRental(long rental) => Interlocked.CompareExchange(ref _rental, 0, rental) == rental;

    /// <summary>Gives the buffer back after <see cref="TryEndRental"/>.</summary>
    public void ReturnEnded()
    {
        _pool.Return(this);
    }

    private static unsafe nuint AddressOf(byte[] pinned) => (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    internal void MarkRented() => Volatile.Write(ref _rental, ++_rentals);
}
