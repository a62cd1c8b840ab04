using ObjectStore.Memory;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Reads ranges of a blob. Whole blocks go straight into the caller's buffer; a range that begins or ends within a block goes through a window, which then serves
/// what follows. From the second small read in sequence on, the next window is loaded ahead.
/// </summary>
internal sealed class BlobReader : IBlobReader
{
    /// <summary>The length that windows aim at; one is at least a block, and read ahead at least a stripe.</summary>
    private const int WindowLength = 512 << 10;

    /// <summary>Who asks for this much at a time keeps the drives busy without reading ahead, and is spared the copy out of a window.</summary>
    private const int LargeRead = 256 << 10;

    private readonly ShardSources _sources;
    private readonly BufferPool _pool;
    private CancellationTokenSource? _closing;
    private ReadWindow? _window;
    private ReadWindow? _ahead;
    private long _position;
    private bool _disposed;

    /// <param name="sources">The shards, of which enough are open; the reader closes them.</param>
    /// <param name="pool">Where memory comes from.</param>
    public BlobReader(ShardSources sources, BufferPool pool)
    {
        _sources = sources;
        _pool = pool;
    }

    private BlobLayout Layout => _sources.Layout;

    private ContentReader Content => new(_sources, _pool);

    public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, destination.Length);
        bool sequential = offset > 0 && offset == _position;
        int length = destination.Length;
        while (!destination.IsEmpty)
        {
            int count = await ReadSomeAsync(offset, destination, cancellationToken).ConfigureAwait(false);
            offset += count;
            destination = destination[count..];
        }

        _position = offset;
        if (sequential && length is > 0 and < LargeRead)
        {
            ReadAhead();
        }

        _sources.Report();
    }

    public ValueTask ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, destination.Length);
        return new RangeReader(_sources, _pool).ReadAsync(offset, destination, cancellationToken);
    }

    public ValueTask<PooledSlice> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, length);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        return new RangeReader(_sources, _pool).LeaseAsync(offset, length, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_closing is not null)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        await DropWindowsAsync().ConfigureAwait(false);
        _closing?.Dispose();
        _sources.Report();
        await _sources.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckRange(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Layout.Length - length);
    }

    private async ValueTask<int> ReadSomeAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_ahead is { } ahead && ahead.Contains(offset))
        {
            (ReadWindow? past, _window, _ahead) = (_window, ahead, null);
            if (past is not null)
            {
                await past.ReleaseAsync().ConfigureAwait(false);
            }
        }

        if (_window is { } window && window.Contains(offset))
        {
            return await CopyFromWindowAsync(window, offset, destination, cancellationToken).ConfigureAwait(false);
        }

        await DropWindowsAsync().ConfigureAwait(false);
        long wholeEnd = Layout.WholeBlocksEnd(offset, Math.Min(destination.Length, ContentReader.MaxRun));
        if (wholeEnd > offset)
        {
            int count = (int)(wholeEnd - offset);
            await Content.ReadAsync(offset, destination[..count], cancellationToken).ConfigureAwait(false);
            return count;
        }

        long start = Layout.BlockStart(offset);
        long end = Layout.BlockEnd(offset + destination.Length - 1);
        end = Math.Max(Layout.LastBlockEnd(start, Math.Min(end, start + WindowLength)), Layout.BlockEnd(start));
        _window = OpenWindow(start, end);
        return await CopyFromWindowAsync(_window, offset, destination, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> CopyFromWindowAsync(ReadWindow window, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await window.CopyAsync(offset, destination, cancellationToken).ConfigureAwait(false);
        }
        catch when (window.HasFailed)
        {
            // The next attempt starts afresh: a drive may be back by then.
            _window = null;
            await window.ReleaseAsync().ConfigureAwait(false);
            throw;
        }

        if (offset + count == window.End)
        {
            _window = null;
            await window.ReleaseAsync().ConfigureAwait(false);
        }

        return count;
    }

    private void ReadAhead()
    {
        long start = _window?.End ?? _position;
        if (_ahead is not null || start >= Layout.Length)
        {
            return;
        }

        long end = Layout.LastBlockEnd(start, start + Math.Max(WindowLength, Layout.StripeLength));
        _ahead = OpenWindow(start, end);
    }

    private ReadWindow OpenWindow(long start, long end)
    {
        _closing ??= new CancellationTokenSource();
        return new ReadWindow(Content, _pool, start, end, _closing.Token);
    }

    private async ValueTask DropWindowsAsync()
    {
        (ReadWindow? window, ReadWindow? ahead) = (_window, _ahead);
        (_window, _ahead) = (null, null);
        if (window is not null)
        {
            await window.ReleaseAsync().ConfigureAwait(false);
        }

        if (ahead is not null)
        {
            await ahead.ReleaseAsync().ConfigureAwait(false);
        }
    }
}
