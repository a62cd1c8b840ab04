using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>Reads the records of one segment in a row. For one caller; blocks.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int WindowSize = 1 << 20;

    private readonly IDriveFile _file;
    private readonly ulong _segment;
    private readonly ulong _driveSeed;
    private byte[] _window = ArrayPool<byte>.Shared.Rent(WindowSize);
    private long _start;
    private int _length;

    /// <summary>Begins to read a segment. The file stays the caller's.</summary>
    public SegmentReader(IDriveFile file, ulong segment, ulong driveSeed, long length)
    {
        _file = file;
        _segment = segment;
        _driveSeed = driveSeed;
        Length = length;
    }

    /// <summary>The segment's length.</summary>
    public long Length { get; }

    /// <summary>Reads the header at an offset; false if there is none.</summary>
    public bool TryReadHeader(long offset, out LogRecordHeader header)
        => LogRecordHeader.TryRead(Peek(offset, LogRecordHeader.Size).Span, _driveSeed, new LogPosition(_segment, offset), out header)
            && header.RecordLength <= Length - offset;

    /// <summary>Reads the body behind a header, valid until the next call; false if it is damaged.</summary>
    public bool TryReadBody(long offset, LogRecordHeader header, out ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> bytes = Peek(offset + LogRecordHeader.Size, header.BodyLength + LogRecordHeader.BodyHashSize);
        if (bytes.Length < header.BodyLength + LogRecordHeader.BodyHashSize)
        {
            body = default;
            return false;
        }

        body = bytes[..header.BodyLength];
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[header.BodyLength..]) == XxHash3.HashToUInt64(body.Span);
    }

    /// <summary>Finds the next header at or after an offset; -1 if there is none.</summary>
    public long FindHeader(long offset)
    {
        for (; offset + LogRecordHeader.Size <= Length; offset += LogRecordHeader.Alignment)
        {
            if (TryReadHeader(offset, out _))
            {
                return offset;
            }
        }

        return -1;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private ReadOnlyMemory<byte> Peek(long offset, int length)
    {
        if (offset < _start || offset + length > _start + _length)
        {
            Fill(offset, length);
        }

        int at = (int)(offset - _start);
        return _window.AsMemory(at, Math.Min(length, _length - at));
    }

    private void Fill(long offset, int length)
    {
        if (_window.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(length);
        }

        _start = offset;
        int wanted = (int)Math.Clamp(Length - offset, 0, _window.Length);
        _length = wanted == 0 ? 0 : _file.Read(_window.AsSpan(0, wanted), offset);
    }
}
