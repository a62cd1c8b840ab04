using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>The shapes in which content comes and goes, and what is promised of the sources and destinations.</summary>
public sealed class ContentShapeTests : IAsyncLifetime
{
    private const string Bucket = "shapes";

    private readonly TempDrives _drives = new(4);
    private IObjectStore _store = null!;

    // Around the limits of an empty object, a hash block, a stripe and the log; and large enough for several buffers.
    public static TheoryData<int> Lengths => [0, 1, 65_536, 262_143, 262_145, 1_500_007];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await _drives.OpenAsync();
        await _store.CreateBucketAsync(Bucket);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _drives.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Put_Stream_KeepsWhatFollowsItsPosition_AndLeavesItOpen(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length + 10);
        using var source = new MemoryStream(content) { Position = 10 };

        ObjectInfo stored = await _store.PutObjectAsync(Bucket, "stream", source, cancellationToken: Token);

        Assert.True(source.CanRead);
        await AssertStoredAsync("stream", content.AsMemory(10), stored);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Put_PipeReader_IsReadToItsEndAndNotCompleted(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        PipeReader source = PipeReader.Create(new MemoryStream(content));

        ObjectInfo stored = await _store.PutObjectAsync(Bucket, "pipe", source, cancellationToken: Token);

        ReadResult rest = await source.ReadAsync(Token);
        Assert.True(rest.IsCompleted && rest.Buffer.IsEmpty);
        await source.CompleteAsync();
        await AssertStoredAsync("pipe", content, stored);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Put_SequenceOfSegments_IsStoredWhole(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);

        ObjectInfo stored = await _store.PutObjectAsync(Bucket, "sequence", Segment.Cut(content, 1013), cancellationToken: Token);

        await AssertStoredAsync("sequence", content, stored);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Get_AnyRange_GivesItsBytesInEveryShape(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        await _store.PutObjectAsync(Bucket, "ranges", content, cancellationToken: Token);

        foreach (ByteRange range in RangesOf(length))
        {
            var options = new GetObjectOptions { Range = range };
            if (!range.TryResolve(length, out long offset, out long count))
            {
                Assert.Equal(StorageErrorCode.InvalidRange, (await _store.TryOpenObjectAsync(Bucket, "ranges", options, Token)).Error!.Code);
                continue;
            }

            byte[] expected = content.AsSpan((int)offset, (int)count).ToArray();
            AssertSame(expected, await GetToStreamAsync(options), $"{range} to a stream");
            AssertSame(expected, await GetToPipeAsync(options), $"{range} to a pipe");
            AssertSame(expected, await GetToBufferAsync(options), $"{range} to a buffer writer");
            AssertSame(expected, await GetByReadingAsync(options), $"{range} by reading");
        }
    }

    [Fact]
    public async Task Put_SourceThatFails_PassesItsErrorOnAndLeavesTheOldObject()
    {
        byte[] old = [1, 2, 3];
        await _store.PutObjectAsync(Bucket, "kept", old, cancellationToken: Token);
        using var source = new PatternStream(10_000_000, failAt: 9_000_000);

        IOException failure = await Assert.ThrowsAsync<IOException>(async () => await _store.PutObjectAsync(Bucket, "kept", source, cancellationToken: Token));

        Assert.Equal(PatternStream.FailureMessage, failure.Message);
        using var read = new MemoryStream();
        await _store.GetObjectAsync(Bucket, "kept", read, cancellationToken: Token);
        Assert.Equal(old, read.ToArray());
    }

    [Fact]
    public async Task Put_Cancelled_LeavesNothingVisible()
    {
        using var cancellation = new CancellationTokenSource();
        var content = new Pipe();
        await content.Writer.WriteAsync(new byte[1000], Token);
        Task<ObjectInfo> put = _store.PutObjectAsync(Bucket, "cancelled", content.Reader, cancellationToken: cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        Assert.Equal(StorageErrorCode.NoSuchKey, (await _store.TryGetObjectInfoAsync(Bucket, "cancelled", cancellationToken: Token)).Error!.Code);
    }

    [Theory]
    [InlineData(99, StorageErrorCode.InvalidArgument)]
    [InlineData(101, StorageErrorCode.IncompleteBody)]
    public async Task Put_LengthThatIsNotTheDeclaredOne_IsRefused(long declared, StorageErrorCode expected)
    {
        var options = new PutObjectOptions { ContentLength = declared };

        StorageResult<ObjectInfo> result = await _store.TryPutObjectAsync(Bucket, "length", new MemoryStream(new byte[100]), options, Token);

        Assert.Equal(expected, result.Error!.Code);
        Assert.Equal(StorageErrorCode.NoSuchKey, (await _store.TryGetObjectInfoAsync(Bucket, "length", cancellationToken: Token)).Error!.Code);
    }

    [Fact]
    public async Task Reader_OfAnObjectThatIsOverwrittenAndDeleted_ReadsItsMomentToTheEnd()
    {
        byte[] content = RandomNumberGenerator.GetBytes(5_000_000);
        await _store.PutObjectAsync(Bucket, "moment", content, cancellationToken: Token);
        await using ObjectReader reader = await _store.OpenObjectAsync(Bucket, "moment", cancellationToken: Token);

        await _store.PutObjectAsync(Bucket, "moment", new byte[] { 1 }, cancellationToken: Token);
        await _store.DeleteObjectAsync(Bucket, "moment", cancellationToken: Token);

        using var read = new MemoryStream();
        await reader.CopyToAsync(read, Token);
        Assert.True(content.AsSpan().SequenceEqual(read.ToArray()));
    }

    private static IEnumerable<ByteRange> RangesOf(int length)
    {
        long[] points = [0, 1, 65_535, 65_536, 262_144, length / 2, length - 1, length];
        foreach (long point in points.Where(static point => point >= 0).Distinct())
        {
            yield return ByteRange.StartingAt(point);
            yield return ByteRange.Last(point);
            yield return ByteRange.FromTo(point, point);
            yield return ByteRange.FromTo(point / 2, point);
        }
    }

    private static void AssertSame(byte[] expected, byte[] actual, string what) => Assert.True(expected.AsSpan().SequenceEqual(actual), what);

    private async Task AssertStoredAsync(string key, ReadOnlyMemory<byte> content, ObjectInfo stored)
    {
        Assert.Equal(content.Length, stored.Size);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(content.Span)), stored.ETag);
        using var read = new MemoryStream();
        ObjectInfo info = await _store.GetObjectAsync(Bucket, key, read, cancellationToken: Token);
        Assert.Equal(stored.ETag, info.ETag);
        Assert.True(content.Span.SequenceEqual(read.ToArray()));
    }

    private async Task<byte[]> GetToStreamAsync(GetObjectOptions options)
    {
        using var destination = new MemoryStream();
        await _store.GetObjectAsync(Bucket, "ranges", destination, options, Token);
        Assert.True(destination.CanWrite);
        return destination.ToArray();
    }

    private async Task<byte[]> GetToPipeAsync(GetObjectOptions options)
    {
        var pipe = new Pipe();
        using var destination = new MemoryStream();
        Task copied = pipe.Reader.CopyToAsync(destination, Token);
        await _store.GetObjectAsync(Bucket, "ranges", pipe.Writer, options, Token);
        Assert.False(copied.IsCompleted, "the pipe must not be completed");
        await pipe.Writer.CompleteAsync();
        await copied;
        return destination.ToArray();
    }

    private async Task<byte[]> GetToBufferAsync(GetObjectOptions options)
    {
        var destination = new ArrayBufferWriter<byte>();
        await _store.GetObjectAsync(Bucket, "ranges", destination, options, Token);
        return destination.WrittenSpan.ToArray();
    }

    private async Task<byte[]> GetByReadingAsync(GetObjectOptions options)
    {
        await using ObjectReader reader = await _store.OpenObjectAsync(Bucket, "ranges", options, Token);
        byte[] content = new byte[reader.Length];
        int length = 0;
        for (int read = -1; read != 0; length += read)
        {
            read = await reader.ReadAsync(content.AsMemory(length, Math.Min(100_001, content.Length - length)), Token);
        }

        Assert.Equal(content.Length, length);
        return content;
    }
}
