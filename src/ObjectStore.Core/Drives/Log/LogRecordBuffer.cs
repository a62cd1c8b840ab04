using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace ObjectStore.Drives.Log;

/// <summary>A record in a pooled buffer: its body is filled and sealed by the one who makes it, its header by the writer, who alone knows its place.</summary>
internal sealed class LogRecordBuffer : IDisposable
{
    private readonly LogRecordKind _kind;
    private readonly int _bodyLength;
    private byte[]? _buffer;

    public LogRecordBuffer(LogRecordKind kind, int bodyLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bodyLength, LogRecordHeader.MaxBodyLength);
        _kind = kind;
        _bodyLength = bodyLength;
        _buffer = ArrayPool<byte>.Shared.Rent(Length);
    }

    /// <summary>The length of the record in the log.</summary>
    public int Length => LogRecordHeader.RecordLengthOf(_bodyLength);

    public Span<byte> Body => Buffer.AsSpan(LogRecordHeader.Size, _bodyLength);

    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(LogRecordBuffer));

    /// <summary>Writes the hash of the body, and zeros as padding.</summary>
    public void Seal()
    {
        Span<byte> end = Buffer.AsSpan(LogRecordHeader.Size + _bodyLength, Length - LogRecordHeader.Size - _bodyLength);
        end.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(end, XxHash3.HashToUInt64(Body));
    }

    public void WriteHeader(ulong driveSeed, LogPosition position, ulong sequence, int batchIndex)
        => new LogRecordHeader(_kind, _bodyLength, sequence, batchIndex).Write(Buffer, driveSeed, position);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is byte[] buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
