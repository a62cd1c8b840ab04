using System.Security.Cryptography;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>Content streams through bounded memory. Nothing runs beside these tests: they measure the process.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests : IDisposable
{
    private const long ContentLength = 2L << 30;
    private const long AllocatedLimit = 32L << 20;
    private const long HeapLimit = 64L << 20;

    private readonly TempDrives _drives = new(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _drives.Dispose();

    [Fact]
    public async Task PutAndGet_TwoGibibytes_AllocateAndHoldLittle()
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("large", Token);
        await store.PutObjectAsync("large", "warm-up", new PatternStream(20_000_000), cancellationToken: Token);
        await store.GetObjectAsync("large", "warm-up", new HashingStream(), cancellationToken: Token);
        long held = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);

        using var source = new HashingStream(new PatternStream(ContentLength));
        ObjectInfo stored = await store.PutObjectAsync("large", "object", source, cancellationToken: Token);
        using var destination = new HashingStream();
        await store.GetObjectAsync("large", "object", destination, cancellationToken: Token);

        Assert.Equal(ContentLength, stored.Size);
        Assert.Equal(source.Finish(), destination.Finish());
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 0, AllocatedLimit);
        Assert.InRange(Math.Max(source.LargestHeap, destination.LargestHeap) - held, long.MinValue, HeapLimit);
    }

    /// <summary>Hashes what is read from a source or written to it, and watches the managed heap meanwhile.</summary>
    private sealed class HashingStream(Stream? source = null) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long LargestHeap { get; private set; }

        public override bool CanRead => source is not null;

        public override bool CanSeek => false;

        public override bool CanWrite => source is null;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] Finish() => _hash.GetHashAndReset();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await source!.ReadAsync(buffer, cancellationToken);
            Add(buffer.Span[..count]);
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Add(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }

        private void Add(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            LargestHeap = Math.Max(LargestHeap, GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
