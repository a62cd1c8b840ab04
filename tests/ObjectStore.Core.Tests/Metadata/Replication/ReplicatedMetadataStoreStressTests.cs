using System.Buffers.Binary;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>Real threads: what the simulation's one thread cannot show.</summary>
public class ReplicatedMetadataStoreStressTests
{
    private const int WritesPerRound = 500;

    private static readonly byte[] Number = "n"u8.ToArray();
    private static readonly byte[] Counter = "c"u8.ToArray();

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task CommitAsync_ReplicasFailAndReturnOneAtATime_LosesNothing(int count)
    {
        MemoryReplica[] replicas = [.. Enumerable.Range(0, count).Select(_ => new MemoryReplica { IsConcurrent = true })];
        ReplicatedMetadataStore store = await ReplicatedMetadataStore.OpenAsync(replicas, StoreEnvironment.System);
        using var stop = new CancellationTokenSource();
        var allowance = new Allowance();
        Task<int>[] writers = [.. Enumerable.Range(0, 6).Select(_ => Task.Run(() => WriteAsync(store, allowance, stop.Token)))];
        for (int round = 0; round < 30; round++)
        {
            int slot = round % count;
            allowance.Add(WritesPerRound);
            replicas[slot].Fail(round % 3);
            MemoryReplicaDisk disk = round % 4 == 0 ? new MemoryReplicaDisk(isComplete: false) : replicas[slot].Disk;
            replicas[slot] = new MemoryReplica(disk) { IsConcurrent = true };
            await store.AttachAsync(slot, replicas[slot]);
            Assert.True(store.IsInSync(slot), $"Replica {slot} is out of sync again: {store.Availability}");
            allowance.Add(1);
            await WhenWrittenAsync(store, allowance, Task.WhenAny(writers));
        }

        await stop.CancelAsync();
        int written = (await Task.WhenAll(writers)).Sum();

        Assert.True(written >= 30, $"{written} were written.");
        Assert.Equal(written, BinaryPrimitives.ReadInt64LittleEndian((await store.GetAsync(Number))!.Value.Value.Span));
        Assert.Equal(written, BinaryPrimitives.ReadInt64LittleEndian((await store.GetAsync(Counter))!.Value.Value.Span));
        await store.DisposeAsync();
        ReplicatedMetadataStore next = await ReplicatedMetadataStore.OpenAsync([.. replicas.Select(r => new MemoryReplica(r.Crash(int.MaxValue)))], StoreEnvironment.System);
        Assert.Equal(written, BinaryPrimitives.ReadInt64LittleEndian((await next.GetAsync(Number))!.Value.Value.Span));
        Assert.True(next.Epoch > store.Epoch);
        await next.DisposeAsync();
    }

    /// <summary>Completes when something more was committed, or a writer failed.</summary>
    private static async Task WhenWrittenAsync(ReplicatedMetadataStore store, Allowance allowance, Task failure)
    {
        CommitStamp? before = (await store.GetAsync(Number))?.Stamp;
        while (!failure.IsCompleted && (await store.GetAsync(Number))?.Stamp == before)
        {
            allowance.Add(1);
            await Task.Yield();
        }
    }

    /// <summary>Increments a number by compare and set, and a counter with it; gives how often.</summary>
    private static async Task<int> WriteAsync(ReplicatedMetadataStore store, Allowance allowance, CancellationToken stop)
    {
        int written = 0;
        while (!stop.IsCancellationRequested)
        {
            if (!allowance.TryTake())
            {
                await Task.Yield();
                continue;
            }

            MetadataValue? read = await store.GetAsync(Number, CancellationToken.None);
            byte[] next = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(next, 1 + (read is null ? 0 : BinaryPrimitives.ReadInt64LittleEndian(read.Value.Value.Span)));
            var transaction = new MetadataTransaction();
            transaction.RequireUnchanged(Number, read);
            transaction.Put(Number, next);
            transaction.Add(Counter, 1);
            CommitResult result = await store.CommitAsync(transaction, CancellationToken.None);
            Assert.True(result.Status is CommitStatus.Committed or CommitStatus.Conflict, result.ToString());
            written += result.Status == CommitStatus.Committed ? 1 : 0;
        }

        return written;
    }

    /// <summary>How many writes may still begin: else the log, which is in memory, grows with the time that a busy machine takes for a round.</summary>
    private sealed class Allowance
    {
        private long _left;

        public void Add(int writes) => Interlocked.Add(ref _left, writes);

        public bool TryTake()
        {
            if (Interlocked.Decrement(ref _left) >= 0)
            {
                return true;
            }

            Interlocked.Increment(ref _left);
            return false;
        }
    }
}
