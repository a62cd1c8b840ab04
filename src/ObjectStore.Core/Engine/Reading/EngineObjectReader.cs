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
    private bool _isDisposed;

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

    private RandomReader Anywhere
        => Volatile.Read(ref _anywhere) ?? Interlocked.CompareExchange(ref _anywhere, new RandomReader(_blobs, _version.Segments), null) ?? _anywhere;

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
        ObjectDisposedException.ThrowIf(_isDisposed, this);
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
        int length = CheckRange(offset, destination.Length);
        await Anywhere.ReadAsync(offset, destination[..length], cancellationToken).ConfigureAwait(false);
        return length;
    }

    public override ValueTask<ContentLease> LeaseAsync(long offset, int length, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Anywhere.LeaseAsync(offset, CheckRange(offset, length), cancellationToken);
    }

    public override Stream AsStream() => new ObjectReaderStream(this);

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            await CloseSegmentAsync().ConfigureAwait(false);
            if (_anywhere is not null)
            {
                await _anywhere.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _version.Dispose();
        }
    }

    /// <summary>Checks the arguments of a read at any place, and cuts its length to what was opened.</summary>
    private int CheckRange(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
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
