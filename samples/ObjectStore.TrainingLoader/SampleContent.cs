using System.Runtime.InteropServices;

namespace ObjectStore.TrainingLoader;

/// <summary>Stands for a data set: bytes that look random and are the same every time, made as they are read.</summary>
internal sealed class SampleContent(long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // Whole words, but for the last bytes.
        int count = (int)Math.Min(buffer.Length, length - _position);
        int start = (int)(_position % sizeof(ulong));
        if (start == 0 && count >= sizeof(ulong))
        {
            count -= count % sizeof(ulong);
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(buffer[..count]);
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = Word((_position / sizeof(ulong)) + i);
            }
        }
        else if (count > 0)
        {
            Span<byte> word = stackalloc byte[sizeof(ulong)];
            BitConverter.TryWriteBytes(word, Word(_position / sizeof(ulong)));
            count = Math.Min(count, sizeof(ulong) - start);
            word.Slice(start, count).CopyTo(buffer);
        }

        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The numbers of SplitMix64, each by its index.</summary>
    private static ulong Word(long index)
    {
        ulong value = (ulong)(index + 1) * 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
