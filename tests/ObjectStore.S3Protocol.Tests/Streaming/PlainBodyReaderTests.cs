using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Streaming;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Streaming;

public sealed class PlainBodyReaderTests
{
    private static readonly byte[] Content = "The quick brown fox jumps over the lazy dog"u8.ToArray();

    [Property]
    public void ReadAsync_RightHash_GivesTheContent(byte[] content, PositiveInt bytesPerRead, bool knownLength)
    {
        PipeReader source = PipeReader.Create(new TrickleStream(content, bytesPerRead.Get));
        PlainBodyReader reader = new(source, knownLength ? content.Length : null, SHA256.HashData(content));

        Assert.Equal(content, ReadInSteps(reader, take: bytesPerRead.Get));
    }

    [Property]
    public void ReadAsync_AnyBitChanged_NeverShowsTheEnd(NonEmptyArray<byte> content, NonNegativeInt where, PositiveInt bytesPerRead, bool knownLength)
    {
        byte[] sent = [.. content.Get];
        sent[where.Get % sent.Length] ^= (byte)(1 << (where.Get % 8));
        PipeReader source = PipeReader.Create(new TrickleStream(sent, bytesPerRead.Get));
        PlainBodyReader reader = new(source, knownLength ? sent.Length : null, SHA256.HashData(content.Get));

        S3Exception exception = Assert.Throws<S3Exception>(() => ReadInSteps(reader, take: 3));

        Assert.Same(S3Errors.XAmzContentSHA256Mismatch, exception.Error);
    }

    [Fact]
    public async Task ReadAsync_WrongHashOfKnownLength_FailsBeforeTheLastBytesShow()
    {
        Pipe source = new();
        PlainBodyReader reader = new(source.Reader, Content.Length, new byte[32]);
        await source.Writer.WriteAsync(Content, TestContext.Current.CancellationToken);

        // The source has not ended: its length says that there is no more.
        S3Exception exception = Assert.Throws<S3Exception>(() => { reader.TryRead(out _); });

        Assert.Same(S3Errors.XAmzContentSHA256Mismatch, exception.Error);
        Assert.Contains(new("ClientComputedContentSHA256", new string('0', 64)), exception.Elements);
        Assert.Contains(new("S3ComputedContentSHA256", Convert.ToHexStringLower(SHA256.HashData(Content))), exception.Elements);
        Assert.Same(exception, await Assert.ThrowsAsync<S3Exception>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void ReadAsync_OtherLengthThanDeclared_GivesIncompleteBody(int difference)
    {
        PlainBodyReader reader = new(PipeReader.Create(new TrickleStream(Content, 5)), Content.Length + difference, default);

        S3Exception exception = Assert.Throws<S3Exception>(() => ReadInSteps(reader, take: 100));

        Assert.Same(S3Errors.IncompleteBody, exception.Error);
    }

    [Fact]
    public void ReadAsync_ConnectionBreaks_GivesIncompleteBody()
    {
        IOException cause = new("reset");
        PlainBodyReader reader = new(PipeReader.Create(new TrickleStream(Content, 5, cause)), null, default);

        S3Exception exception = Assert.Throws<S3Exception>(() => ReadInSteps(reader, take: 100));

        Assert.Same(S3Errors.IncompleteBody, exception.Error);
        Assert.Same(cause, exception.InnerException);
    }

    [Fact]
    public void ReadAsync_EmptyBody_IsVerifiedToo()
    {
        Assert.Empty(ReadInSteps(new PlainBodyReader(PipeReader.Create(Stream.Null), 0, SHA256.HashData([])), take: 1));
        Assert.Throws<S3Exception>(() => ReadInSteps(new PlainBodyReader(PipeReader.Create(Stream.Null), 0, SHA256.HashData([1])), take: 1));
    }

    [Fact]
    public async Task ReadAsync_CallerThatConsumesNothing_SeesMoreAndMore()
    {
        PlainBodyReader reader = new(PipeReader.Create(new TrickleStream(Content, 4)), Content.Length, SHA256.HashData(Content));

        ReadResult result = await reader.ReadAtLeastAsync(Content.Length, TestContext.Current.CancellationToken);

        Assert.Equal(Content, result.Buffer.ToArray());
    }

    [Fact]
    public async Task CancelPendingRead_WhileNothingArrives_EndsTheRead()
    {
        Pipe source = new();
        PlainBodyReader reader = new(source.Reader, 1, default);
        ValueTask<ReadResult> read = reader.ReadAsync(TestContext.Current.CancellationToken);

        reader.CancelPendingRead();

        Assert.True((await read).IsCanceled);
    }

    /// <summary>Consumes a few bytes a read, so that bytes are seen more than once.</summary>
    private static byte[] ReadInSteps(PipeReader reader, int take)
    {
        using MemoryStream content = new();
        while (true)
        {
            ReadResult result = reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(take, result.Buffer.Length));
            content.Write(taken.ToArray());
            bool isEnd = result.IsCompleted && taken.Length == result.Buffer.Length;
            reader.AdvanceTo(taken.End);
            if (isEnd)
            {
                return content.ToArray();
            }
        }
    }
}
