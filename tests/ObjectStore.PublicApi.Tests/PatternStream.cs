namespace ObjectStore.PublicApi.Tests;

/// <summary>Generated content of any length: forward only, in reads of odd lengths, without holding it.</summary>
internal sealed class PatternStream(long length, long failAt = long.MaxValue) : Stream
{
    public const string FailureMessage = "The source broke.";

    // A prime, so that no block, stripe or buffer repeats in step with it.
    private const int PatternLength = 1_048_573;

    private static readonly byte[] Pattern = CreatePattern();

    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position >= failAt)
        {
            throw new IOException(FailureMessage);
        }

        int start = (int)(_position % PatternLength);
        int count = (int)Math.Min(Math.Min(buffer.Length, PatternLength - start), length - _position);
        Pattern.AsSpan(start, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] CreatePattern()
    {
        byte[] pattern = new byte[PatternLength];
        new Random(42).NextBytes(pattern);
        return pattern;
    }
}
