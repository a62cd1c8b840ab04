using System.Buffers.Binary;

namespace ObjectStore.Server.Tests.Large;

/// <summary>A read-only stream whose bytes follow from their position (SplitMix64 of each eighth), so that any range can be checked without keeping the content.</summary>
internal sealed class PatternStream(long start, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>Writes the content from an offset on.</summary>
    public static void Fill(Span<byte> destination, long offset)
    {
        Span<byte> word = stackalloc byte[8];
        while (!destination.IsEmpty)
        {
            (long index, long within) = Math.DivRem(offset, 8);
            ulong z = (ulong)index * 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            BinaryPrimitives.WriteUInt64LittleEndian(word, z ^ (z >> 31));
            int count = Math.Min(8 - (int)within, destination.Length);
            word.Slice((int)within, count).CopyTo(destination);
            destination = destination[count..];
            offset += count;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, length - _position);
        Fill(buffer[..count], start + _position);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
