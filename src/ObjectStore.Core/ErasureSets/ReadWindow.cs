using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>A piece of a blob in memory, or on its way there. For one caller at a time.</summary>
internal sealed class ReadWindow
{
    private readonly PooledBuffer _buffer;
    private readonly int _length;
    private readonly Task _loading;

    /// <summary>Starts loading; the range begins and ends where blocks do and has at most <see cref="ContentReader.MaxRun"/> bytes.</summary>
    public ReadWindow(ContentReader content, BufferPool pool, long start, long end, CancellationToken closing)
    {
        Start = start;
        _length = (int)(end - start);
        _buffer = pool.Rent(_length);
        _loading = content.ReadAsync(start, _buffer.Memory[.._length], closing).AsTask();
    }

    public long Start { get; }

    public long End => Start + _length;

    /// <summary>Whether it could not be loaded.</summary>
    public bool HasFailed => _loading.IsFaulted;

    public bool Contains(long offset) => offset >= Start && offset < End;

    /// <summary>Copies what the window has from an offset within it on, when it is loaded; gives the number of bytes.</summary>
    public async ValueTask<int> CopyAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        int count = (int)Math.Min(destination.Length, End - offset);
        _buffer.Memory.Slice((int)(offset - Start), count).CopyTo(destination);
        return count;
    }

    /// <summary>Gives the memory back, when loading has ended.</summary>
    public async ValueTask ReleaseAsync()
    {
        // An error is nobody's concern if the content was not asked for; if it was, CopyAsync has thrown it.
        await _loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _buffer.Dispose();
    }
}
