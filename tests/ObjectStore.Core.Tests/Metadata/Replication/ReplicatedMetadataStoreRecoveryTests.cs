using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreRecoveryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task OpenAsync_AnyReadQuorum_HasWhatWasAcknowledgedByAnyWriteQuorum(int count)
    {
        int writeQuorum = (count / 2) + 1;
        foreach (int[] written in Subsets(count, writeQuorum))
        {
            foreach (int[] found in Subsets(count, count - writeQuorum + 1))
            {
                var harness = new ReplicaHarness(count);
                await harness.OpenAsync();
                ValueTask<CommitResult> commit = harness.Put("a", "1");
                harness.Complete(written);
                Assert.Equal(CommitStatus.Committed, (await commit).Status);
                MemoryReplicaDisk[] disks = harness.Crash();

                var next = new ReplicaHarness([.. disks.Select((d, slot) => found.Contains(slot) ? d : null)]);
                await next.OpenAsync();

                if (next.Store.Availability.CanWrite)
                {
                    Assert.Equal("1", await next.GetAsync("a"));
                    Assert.True(next.Store.Epoch > harness.Store.Epoch);
                }
                else
                {
                    Assert.True(found.Length < writeQuorum);
                    Assert.Equal(StorageErrorCode.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => next.GetAsync("a"))).Code);
                }
            }
        }
    }

    [Fact]
    public async Task OpenAsync_TooFewReplicas_SaysWhichAreMissing()
    {
        var harness = new ReplicaHarness([new MemoryReplicaDisk(), null, null, null]);

        StorageException exception = await Assert.ThrowsAsync<StorageException>(harness.OpenAsync);

        Assert.Equal(StorageErrorCode.Unavailable, exception.Code);
        Assert.Contains("1, 2, 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_OneReplicaOfThreeIsNewButNotAll_DoesNotTakeItForComplete()
    {
        MemoryReplicaDisk[] disks = await WriteAsync(3, "a", "1");

        var next = new ReplicaHarness([null, new MemoryReplicaDisk(isComplete: false), disks[2]]);

        await Assert.ThrowsAsync<StorageException>(next.OpenAsync);
    }

    [Fact]
    public async Task OpenAsync_EmptyDrivesInPlaceOfTwoOfFour_CopiesTheStateToThem()
    {
        MemoryReplicaDisk[] disks = await WriteAsync(4, "a", "1");

        var next = new ReplicaHarness([disks[0], new MemoryReplicaDisk(isComplete: false), disks[2], new MemoryReplicaDisk(isComplete: false)]);
        await next.OpenAsync();
        Assert.Equal(CommitStatus.Committed, (await next.PutAsync("b", "2")).Status);
        await next.RunAsync(next.Store.DisposeAsync().AsTask());
        next.Complete();

        Assert.Equal([0, 1, 0, 1], next.Replicas.Select(r => r.Installations));
        Assert.All(next.Replicas, r => Assert.True(r.IsComplete));
        MemoryReplicaDisk[] after = next.Crash();
        var last = new ReplicaHarness([null, after[1], null, after[3]]);
        await last.OpenAsync();
        Assert.Equal("1", await last.GetAsync("a"));
    }

    [Fact]
    public async Task OpenAsync_HalfOfFour_ReadsOnlyWhatIsDecidedUntilAThirdIsAttached()
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        await harness.PutAsync("b", "1");
        _ = harness.Put("b", "2");
        harness.Complete(0, 1);
        MemoryReplicaDisk[] disks = harness.Crash();

        var next = new ReplicaHarness([disks[0], disks[1], null, null]);
        await next.OpenAsync();
        Assert.Equal((true, false), (next.Store.Availability.CanRead, next.Store.Availability.CanWrite));
        Assert.NotNull(next.Store.Availability.Reason);
        Assert.Equal("1", await next.GetAsync("a"));
        await Assert.ThrowsAsync<StorageException>(() => next.GetAsync("b"));
        Assert.Throws<StorageException>(() => next.Store.Scan(default, default));
        using (IMetadataCursor cursor = next.Store.Scan(default, "b"u8.ToArray()))
        {
            Assert.True(await cursor.MoveNextAsync());
        }

        Assert.Equal(CommitStatus.Unavailable, (await next.PutAsync("c", "1")).Status);

        await next.RunAsync(next.AttachAsync(3, disks[3]));

        Assert.True(next.Store.Availability.CanWrite);
        Assert.Equal("2", await next.GetAsync("b")); // two hold it, the third might: it may have been acknowledged
        Assert.Equal(CommitStatus.Committed, (await next.PutAsync("c", "1")).Status);
    }

    [Theory]
    [InlineData(1, null)] // with all four there: on one only, it was never acknowledged
    [InlineData(2, "1")] // it may have been, if the third has lost it
    [InlineData(3, "1")]
    public async Task OpenAsync_AllThere_KeepsWhatAWriteQuorumHoldsButForOne(int holders, string? expected)
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();
        _ = harness.Put("a", "1");
        MemoryReplicaDisk[] disks = harness.Crash([.. Enumerable.Repeat(1, holders)]);

        var next = new ReplicaHarness(disks);
        await next.OpenAsync();

        Assert.Equal(expected, await next.GetAsync("a"));
        Assert.Equal(CommitStatus.Committed, (await next.PutAsync("b", "1")).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task AttachAsync_QuorumWasLostWithATransactionInFlight_DoesNotCommitWhatNobodyHolds(int count)
    {
        var harness = new ReplicaHarness(count);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        ValueTask<CommitResult> inFlight = harness.Put("a", "2");
        MemoryReplicaDisk[] disks = harness.Crash();
        for (int slot = 0; slot < count; slot++)
        {
            harness.Store.Detach(slot);
        }

        harness.Pump();
        Assert.Equal(CommitStatus.Indeterminate, (await inFlight).Status);
        for (int slot = 0; slot < count; slot++)
        {
            try
            {
                await harness.RunAsync(harness.AttachAsync(slot, disks[slot]));
            }
            catch (StorageException e) when (e.Code == StorageErrorCode.Unavailable && slot < count - 1)
            {
                // Too few of them yet.
            }
        }

        Assert.Equal("1", await harness.GetAsync("a"));
        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync("b", "1")).Status);
    }

    [Fact]
    public async Task OpenAsync_AllNewButSomeDoNotKnowThatTheyAreComplete_Opens()
    {
        var harness = new ReplicaHarness([.. Enumerable.Range(0, 3).Select(static slot => new MemoryReplicaDisk { IsComplete = slot == 0 })]);

        await harness.OpenAsync();

        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync("a", "1")).Status);
    }

    [Fact]
    public async Task AttachAsync_LateReplicaWithVoidRecords_DropsThem()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        _ = harness.Put("a", "lost");
        _ = harness.Put("b", "lost");
        MemoryReplicaDisk[] disks = harness.Crash(2, 0, 0);

        var next = new ReplicaHarness([null, disks[1], disks[2]]);
        await next.OpenAsync();
        Assert.Equal("1", await next.GetAsync("a"));
        await next.PutAsync("c", "1");
        await next.RunAsync(next.AttachAsync(0, disks[0]));
        await next.PutAsync("d", "1");
        MemoryReplicaDisk[] after = next.Crash();

        var last = new ReplicaHarness([after[0], null, after[2]]);
        await last.OpenAsync();
        Assert.Equal("1", await last.GetAsync("a"));
        Assert.Null(await last.GetAsync("b"));
        Assert.Equal("1", await last.GetAsync("d"));
    }

    [Fact]
    public async Task AttachAsync_ReplicaWithAnOpeningThatFailed_IsCopiedAnew()
    {
        // Replica 0 alone begins epoch 2 on a shorter history than the one that epoch 2 is begun on after it.
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        _ = harness.Put("a", "2");
        MemoryReplicaDisk[] disks = harness.Crash(0, 1, 0);
        var failing = new ReplicaHarness([disks[0], null, disks[2]]);
        Assert.False(failing.BeginOpenAsync().IsCompleted);
        disks[0] = failing.Crash(1, 0, 0)[0];

        var next = new ReplicaHarness([null, disks[1], disks[2]]);
        await next.OpenAsync();
        Assert.Equal("2", await next.GetAsync("a"));
        MemoryReplica late = ReplicaHarness.Load(disks[0]);
        Assert.Equal(next.Store.Epoch, late.Logged.Epoch);
        await next.RunAsync(next.AttachAsync(0, disks[0]));
        next.Complete();

        Assert.Equal(1, next.Replicas[0].Installations);
        Assert.Equal(next.Replicas[1].Applied, next.Replicas[0].Applied);
        Assert.Equal("2"u8.ToArray(), next.Replicas[0].Get("a"u8)!.Value.Value.ToArray());
    }

    [Fact]
    public async Task AttachAsync_EmptyDriveUnderConcurrentCommits_HasTheirStateAndTheRest()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        harness.Replicas[2].Fail();
        await harness.PutAsync("b", "1");
        var installing = new TaskCompletionSource();
        harness.Replicas[2] = new MemoryReplica(new MemoryReplicaDisk(isComplete: false)) { IsManual = true, Installing = () => installing.Task };
        Task attached = harness.Store.AttachAsync(2, harness.Replicas[2]);
        harness.Pump();
        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(CommitStatus.Committed, (await harness.PutAsync($"k{i}", "1")).Status);
        }

        installing.SetResult();
        await harness.RunAsync(attached);
        harness.Complete();
        harness.Replicas[0].Fail();

        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync("last", "1")).Status);
        harness.Replicas[1].FailReads();
        Assert.Equal(["1", "1", "1", "1", "1"], await Task.WhenAll(new[] { "a", "b", "k0", "k299", "last" }.Select(harness.GetAsync)));
    }

    [Fact]
    public async Task AttachAsync_InstallationInterrupted_LeavesAReplicaThatIsNotUsed()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        harness.Replicas[2].Fail();
        harness.Replicas[2] = new MemoryReplica(new MemoryReplicaDisk(isComplete: false)) { IsManual = true, Installing = () => new TaskCompletionSource().Task };
        _ = harness.Store.AttachAsync(2, harness.Replicas[2]);
        harness.Pump();
        Assert.Equal(1, harness.Replicas[2].Installations);
        MemoryReplicaDisk[] disks = harness.Crash();

        var next = new ReplicaHarness([null, disks[1], disks[2]]);

        await Assert.ThrowsAsync<StorageException>(next.OpenAsync);
    }

    private static async Task<MemoryReplicaDisk[]> WriteAsync(int count, string key, string value)
    {
        var harness = new ReplicaHarness(count);
        await harness.OpenAsync();
        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync(key, value)).Status);
        await harness.RunAsync(harness.Store.DisposeAsync().AsTask());
        return harness.Crash(10, 10, 10, 10, 10);
    }

    private static IEnumerable<int[]> Subsets(int count, int size)
        => Enumerable.Range(0, 1 << count).Select(bits => Enumerable.Range(0, count).Where(i => (bits >> i & 1) != 0).ToArray()).Where(s => s.Length == size);
}
