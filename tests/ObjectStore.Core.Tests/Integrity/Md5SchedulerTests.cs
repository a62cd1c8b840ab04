using System.Buffers;
using System.Security.Cryptography;
using ObjectStore.Integrity;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class Md5SchedulerTests
{
    private const int SegmentLength = 5000;

    [Fact]
    public async Task WhenHashed_ManyUploadsOfAnyLength_GivesEachItsDigest()
    {
        var scheduler = new Md5Scheduler(ThreadPoolScheduler.Instance);

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 40 }, async (seed, _) =>
        {
            var random = new Random(seed);
            var job = new Md5Job(scheduler);
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            for (int piece = random.Next(1, 6); piece > 0; piece--)
            {
                byte[] content = Content(random, random.Next(1, 1 << random.Next(1, 20)));
                all.AppendData(content);
                job.Begin(Segments(content, random));
                await job.WhenHashedAsync();
                Array.Clear(content);
            }

            Assert.Equal(all.GetHashAndReset(), job.Md5.Finish());
        });
    }

    [Fact]
    public async Task WhenHashed_OtherContentIsNotWaitedFor_IsHashedAlongInTheSameLanes()
    {
        var threads = new QueuedWork();
        var scheduler = new Md5Scheduler(threads);
        var random = new Random(1);
        byte[] content = Content(random, 1 << 20);
        Md5Job[] jobs = [new(scheduler), new(scheduler), new(scheduler)];
        foreach (Md5Job job in jobs)
        {
            job.Begin(new ReadOnlySequence<byte>(content));
        }

        ValueTask first = jobs[0].WhenHashedAsync();
        Assert.False(first.IsCompleted);
        Assert.Equal(1, threads.Run());
        await first;

        foreach (Md5Job job in jobs)
        {
            Assert.True(job.WhenHashedAsync().IsCompletedSuccessfully);
            Assert.Equal(MD5.HashData(content), job.Md5.Finish());
        }
    }

    [Fact]
    public async Task WhenHashed_ContentLeftHalfHashed_GoesOnWhereItWas()
    {
        var threads = new QueuedWork();
        var scheduler = new Md5Scheduler(threads);
        var random = new Random(2);
        byte[] shorter = Content(random, 100_000);
        byte[] longer = Content(random, 300_001);
        var first = new Md5Job(scheduler);
        var second = new Md5Job(scheduler);
        first.Begin(new ReadOnlySequence<byte>(shorter));
        second.Begin(Segments(longer, random));

        ValueTask hashed = first.WhenHashedAsync();
        Assert.Equal(1, threads.Run());
        await hashed;
        hashed = second.WhenHashedAsync();
        Assert.False(hashed.IsCompleted);
        Assert.Equal(1, threads.Run());
        await hashed;

        Assert.Equal(MD5.HashData(shorter), first.Md5.Finish());
        Assert.Equal(MD5.HashData(longer), second.Md5.Finish());
    }

    [Fact]
    public void WhenHashed_NothingBegun_IsCompleted()
        => Assert.True(new Md5Job(new Md5Scheduler(new QueuedWork())).WhenHashedAsync().IsCompletedSuccessfully);

    [Fact]
    public void Abandon_ContentThatNoLaneHas_IsCompletedAndNeverHashed()
    {
        var threads = new QueuedWork();
        var scheduler = new Md5Scheduler(threads);
        var kept = new Md5Job(scheduler);
        var abandoned = new Md5Job(scheduler);
        byte[] content = Content(new Random(3), 100_000);
        kept.Begin(new ReadOnlySequence<byte>(content));
        abandoned.Begin(new ReadOnlySequence<byte>(new UntouchableMemory().Memory));

        Assert.True(abandoned.AbandonAsync().IsCompletedSuccessfully);
        _ = kept.WhenHashedAsync();
        threads.Run();

        Assert.Equal(MD5.HashData(content), kept.Md5.Finish());
    }

    [Fact]
    public async Task Abandon_WhileOthersAreHashed_CompletesOnceNothingOfItIsTouched()
    {
        var scheduler = new Md5Scheduler(ThreadPoolScheduler.Instance);

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (seed, _) =>
        {
            var random = new Random(seed);
            byte[] content = Content(random, 300_000);
            byte[] expected = MD5.HashData(content);
            var job = new Md5Job(scheduler);
            if (random.Next(2) == 0)
            {
                job.Begin(Segments(content, random));
                await job.WhenHashedAsync();
                Assert.Equal(expected, job.Md5.Finish());
                return;
            }

            using var memory = new RevocableMemory(300_000);
            job.Begin(new ReadOnlySequence<byte>(memory.Memory));
            await Task.Yield();
            await job.AbandonAsync();
            memory.Revoke();
        });
    }

    [Fact]
    public void Begin_WithContentThatWasNotWaitedFor_Throws()
    {
        var job = new Md5Job(new Md5Scheduler(new QueuedWork()));
        job.Begin(new ReadOnlySequence<byte>(new byte[100_000]));

        Assert.Throws<InvalidOperationException>(() => job.Begin(new ReadOnlySequence<byte>(new byte[100])));
    }

    private static byte[] Content(Random random, int length)
    {
        var content = new byte[length];
        random.NextBytes(content);
        return content;
    }

    private static ReadOnlySequence<byte> Segments(byte[] content, Random random)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        Segment last = first;
        for (int start = 0; start < content.Length;)
        {
            int length = Math.Min(random.Next(1, SegmentLength), content.Length - start);
            last = new Segment(content.AsMemory(start, length), last);
            start += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }

    /// <summary>Runs work when told to.</summary>
    private sealed class QueuedWork : IWorkScheduler
    {
        private readonly Queue<IThreadPoolWorkItem> _items = [];

        public void Queue(IThreadPoolWorkItem item) => _items.Enqueue(item);

        public int Run()
        {
            int count = 0;
            for (; _items.TryDequeue(out IThreadPoolWorkItem? item); count++)
            {
                item.Execute();
            }

            return count;
        }
    }

    /// <summary>Memory that throws when it is looked at.</summary>
    private sealed class UntouchableMemory : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(100_000);

        public override Span<byte> GetSpan() => throw new InvalidOperationException("The memory was given back.");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("The memory was given back.");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Memory that throws when it is looked at after it was revoked, and refuses to be revoked while pinned.</summary>
    private sealed unsafe class RevocableMemory(int length) : MemoryManager<byte>
    {
        private readonly byte[] _pinned = GC.AllocateArray<byte>(length, pinned: true);
        private int _pins;
        private bool _revoked;

        public override Memory<byte> Memory => CreateMemory(length);

        public void Revoke()
        {
            Assert.Equal(0, Volatile.Read(ref _pins));
            Volatile.Write(ref _revoked, true);
        }

        public override Span<byte> GetSpan()
        {
            Assert.False(Volatile.Read(ref _revoked));
            return _pinned;
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Assert.False(Volatile.Read(ref _revoked));
            Interlocked.Increment(ref _pins);
            return new MemoryHandle(System.Runtime.CompilerServices.Unsafe.AsPointer(ref _pinned[elementIndex]), pinnable: this);
        }

        public override void Unpin() => Interlocked.Decrement(ref _pins);

        protected override void Dispose(bool disposing)
        {
        }
    }
}
