using System.Buffers;
using System.IO.Pipelines;
using ObjectStore.ErasureSets;

namespace ObjectStore.Engine.Reading;

/// <summary>Reads a range of a version: the blobs that hold it, opened one after the other as the reading gets to them.</summary>
internal sealed class EngineObjectReader : ObjectReader
{
    private const int CopyBufferSize = 512 << 10;

    private readonly IBlobStore _blobs;
    private readonly OpenVersion _version;
    private readonly long _end;
    private long _position;
    private int _segment;
    private IBlobReader? _reader;
    private RandomReader? _anywhere;
    private int _isDisposed;

    private EngineObjectReader(IBlobStore blobs, OpenVersion version, long offset, long length)
    {
        _blobs = blobs;
        _version = version;
        Offset = offset;
        Length = length;
        _position = offset;
        _end = offset + length;
    }

    public override ObjectInfo Info => _version.Info;

    public override long Offset { get; }

    public override long Length { get; }

    /// <summary>
    /// Opens a range. Takes the version over, also if it fails: the first blob is opened at once, so that a missing quorum shows before the first
    /// byte.
    /// </summary>
    public static async ValueTask<EngineObjectReader> OpenAsync(
        IBlobStore blobs, OpenVersion version, long offset, long length, CancellationToken cancellationToken)
    {
        var reader = new EngineObjectReader(blobs, version, offset, length);
        try
        {
            if (length > 0)
            {
                await reader.OpenSegmentAsync(cancellationToken).ConfigureAwait(false);
            }

            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        if (_position == _end || destination.IsEmpty)
        {
            return 0;
        }

        IBlobReader reader = _reader ?? await OpenSegmentAsync(cancellationToken).ConfigureAwait(false);
        ContentSegment segment = _version.Segments[_segment];
        int count = (int)Math.Min(destination.Length, Math.Min(segment.End, _end) - _position);
        await reader.ReadAsync(_position - segment.Start, destination[..count], cancellationToken).ConfigureAwait(false);
        _position += count;
        if (_position == segment.End || _position == _end)
        {
            await CloseSegmentAsync().ConfigureAwait(false);
        }

        return count;
    }

    public override async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        while (_position < _end)
        {
            Memory<byte> buffer = destination.GetMemory((int)Math.Min(CopyBufferSize, _end - _position));
            destination.Advance(await ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
            FlushResult flush = await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (flush.IsCompleted || flush.IsCanceled)
            {
                return;
            }
        }
    }

    public override async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyBufferSize, Math.Max(1, _end - _position)));
        int count;
        while ((count = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        // Only after success: a cancelled read or write may still use the buffer.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public override async ValueTask CopyToAsync(IBufferWriter<byte> destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        while (_position < _end)
        {
            Memory<byte> buffer = destination.GetMemory((int)Math.Min(CopyBufferSize, _end - _position));
            destination.Advance(await ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
    }

    public override async ValueTask<int> ReadAtAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        RandomReader reader = GetRandomReader();
        int length = CutLength(offset, destination.Length);
        await reader.ReadAsync(offset, destination[..length], cancellationToken).ConfigureAwait(false);
        return length;
    }

    public override ValueTask<ContentLease> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
    {
        RandomReader reader = GetRandomReader();
        return reader.LeaseAsync(offset, CutLength(offset, length), cancellationToken);
    }

    public override Stream AsStream() => new ObjectReaderStream(this);

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        try
        {
            await CloseSegmentAsync().ConfigureAwait(false);
            if (Volatile.Read(ref _anywhere) is { } anywhere)
            {
                await anywhere.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _version.Dispose();
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);

    /// <summary>The reader at any place, made when it is first needed: most callers only read on.</summary>
    private RandomReader GetRandomReader()
    {
        RandomReader reader = Volatile.Read(ref _anywhere)
            ?? Interlocked.CompareExchange(ref _anywhere, new RandomReader(_blobs, _version.Segments), null)
            ?? _anywhere;

        // Only now: either this sees the disposal, or the disposal sees the reader and waits for its reads.
        ThrowIfDisposed();
        return reader;
    }

    /// <summary>Checks the place of a read, and cuts its length to what was opened.</summary>
    private int CutLength(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, Offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _end);
        return (int)Math.Min(length, _end - offset);
    }

    private async ValueTask<IBlobReader> OpenSegmentAsync(CancellationToken cancellationToken)
    {
        while (_version.Segments[_segment].End <= _position)
        {
            _segment++;
        }

        _reader = await _blobs.OpenReadAsync(_version.Segments[_segment].Blob, cancellationToken).ConfigureAwait(false);
        return _reader;
    }

    private ValueTask CloseSegmentAsync()
    {
        IBlobReader? reader = _reader;
        _reader = null;
        return reader?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
