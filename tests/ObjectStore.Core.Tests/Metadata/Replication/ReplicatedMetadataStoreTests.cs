using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

public class ReplicatedMetadataStoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task CommitAsync_AnyReplicas_IsAnsweredWhenAWriteQuorumIsDurable(int count)
    {
        var harness = new ReplicaHarness(count);
        await harness.OpenAsync();

        ValueTask<CommitResult> commit = harness.Put("a", "1");
        for (int slot = 0; slot < (count / 2) + 1; slot++)
        {
            Assert.False(commit.IsCompleted);
            Assert.Null(await Peek(harness, "a"));
            harness.Complete(count - 1 - slot);
        }

        Assert.Equal(CommitStatus.Committed, (await commit).Status);
        Assert.Equal("1", await Peek(harness, "a"));
    }

    [Fact]
    public async Task CommitAsync_ConditionBrokenByATransactionInFlight_ConflictsOnlyOnceThatIsCommitted()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        ValueTask<CommitResult> first = harness.Put("a", "1", t => t.RequireAbsent("a"u8.ToArray()));
        ValueTask<CommitResult> second = harness.Put("a", "2", t => t.RequireAbsent("a"u8.ToArray()));
        Assert.False(second.IsCompleted);

        harness.Complete();

        Assert.Equal(CommitStatus.Committed, (await first).Status);
        Assert.Equal(CommitStatus.Conflict, (await second).Status);
    }

    [Fact]
    public async Task CommitAsync_QuorumLostInFlight_IsIndeterminateAndNextUnavailable()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "0");
        ValueTask<CommitResult> inFlight = harness.Put("a", "1");
        ValueTask<CommitResult> breaking = harness.Put("a", "2", t => t.RequireAbsent("a"u8.ToArray()));

        harness.Replicas[0].Fail();
        harness.Replicas[1].Fail();
        harness.Pump();

        Assert.Equal(CommitStatus.Indeterminate, (await inFlight).Status);
        Assert.Equal(CommitStatus.Unavailable, (await breaking).Status);
        Assert.Equal(CommitStatus.Unavailable, (await harness.PutAsync("b", "1")).Status);
        Assert.Equal("0", await harness.GetAsync("a"));
        Assert.False(harness.Store.Availability.CanWrite);
        Assert.True(harness.Store.Availability.CanRead);
    }

    [Fact]
    public async Task AttachAsync_QuorumReturns_DropsWhatWasInFlightAndKeepsWhatWasAcknowledged()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "0");
        ValueTask<CommitResult> inFlight = harness.Put("a", "1");
        harness.Replicas[0].Fail();
        harness.Replicas[1].Fail();
        harness.Complete();
        Assert.Equal(CommitStatus.Indeterminate, (await inFlight).Status);
        Assert.Equal("0", await harness.GetAsync("a"));

        await harness.RunAsync(harness.AttachAsync(1, harness.Replicas[1].Disk));
        harness.Complete();

        // What it would have replaced was acknowledged, and the shards of the new value may have been lost with the quorum.
        Assert.Equal("0", await harness.GetAsync("a"));
        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync("b", "1")).Status);
        Assert.Equal(0, harness.Replicas[1].Installations);
    }

    [Fact]
    public async Task CommitAsync_HungReplica_DoesNotDelayIsDroppedAndComesBack()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        for (int i = 0; i < 1100; i++)
        {
            ValueTask<CommitResult> commit = harness.Put("a", "1");
            harness.Complete(1, 2);
            Assert.Equal(CommitStatus.Committed, (await commit).Status);
        }

        Assert.InRange(harness.Replicas[0].PendingAppends, 1000, 1030);
        Assert.False(harness.Store.IsInSync(0));
        while (!harness.Store.IsInSync(0))
        {
            harness.Complete();
            await Task.Yield();
        }

        await harness.PutAsync("b", "1");
        harness.Complete();
        Assert.Equal(harness.Replicas[1].Applied, harness.Replicas[0].Applied);
        Assert.Equal(0, harness.Replicas[0].Installations);
    }

    [Fact]
    public async Task GetAsync_ReaderFails_AsksTheNext()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        await harness.PutAsync("a", "1");
        IMetadataCursor cursor = harness.Store.Scan(default, default);

        harness.Replicas[0].FailReads();

        Assert.Equal("1", await harness.GetAsync("a"));
        Assert.Equal(StorageErrorCode.Unavailable, (await Assert.ThrowsAsync<StorageException>(async () => await cursor.MoveNextAsync())).Code);
        using IMetadataCursor next = harness.Store.Scan(default, default);
        Assert.True(await next.MoveNextAsync());
        harness.Replicas[1].FailReads();
        Assert.Equal("1", await harness.GetAsync("a"));
        harness.Replicas[2].FailReads();
        await Assert.ThrowsAsync<StorageException>(() => harness.GetAsync("a"));
    }

    [Fact]
    public async Task CommitAsync_ReaderFailsWhileAConditionIsRead_DecidesOnTheNext()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        CommitResult first = await harness.PutAsync("a", "1");
        harness.Replicas[0].FailReads();

        ValueTask<CommitResult> commit = harness.Put("a", "2", t => t.RequireStamp("a"u8.ToArray(), first.Stamp));
        harness.Complete();

        Assert.Equal(CommitStatus.Committed, (await commit).Status);
        Assert.Equal("2", await harness.GetAsync("a"));
    }

    [Fact]
    public async Task CommitAsync_UnsafeRide_IsFlushFirstAndChangesNothing()
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();

        CommitResult result = await harness.RunAsync(harness.Put("a", "1", t => t.Ride(new ShardRide(0b0111, 0, 3, 2))).AsTask());

        Assert.Equal(CommitStatus.FlushFirst, result.Status);
        Assert.Null(await harness.GetAsync("a"));
    }

    [Fact]
    public async Task AttachAsync_RideInFlight_JoinsOnlyWhenItIsDecided()
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();
        ValueTask<CommitResult> riding = harness.Put("a", "1", t => t.Ride(new ShardRide(0b1111, 0, 3, 2)));
        harness.Replicas[1].Fail();
        Task attached = harness.AttachAsync(1, harness.Replicas[1].Disk);
        harness.Complete(0, 1, 2);
        Assert.False(attached.IsCompleted);
        ValueTask<CommitResult> next = harness.Put("b", "1");
        Assert.Equal(0, harness.Replicas[0].PendingAppends);

        harness.Complete(3);
        await harness.RunAsync(attached);
        harness.Complete();

        Assert.Equal(CommitStatus.Committed, (await riding).Status);
        Assert.Equal(CommitStatus.Committed, (await next).Status);
        Assert.True(harness.Store.IsInSync(1));
    }

    [Fact]
    public async Task AttachAsync_ReplicasChangeUnderARide_AreNotCountedForIt()
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();
        await harness.PutAsync("a", "old");
        ValueTask<CommitResult> riding = harness.Put("a", "new", t => t.Ride(new ShardRide(0b1111, 0, 3, 2)));
        harness.Replicas[1].Fail();
        Task first = harness.AttachAsync(1, harness.Replicas[1].Disk);
        harness.Complete(0, 1);
        harness.Replicas[3].Fail();
        Task second = harness.AttachAsync(3, harness.Replicas[3].Disk);
        harness.Replicas[2].Fail();

        await harness.RunAsync(Task.WhenAll(first, second));

        // Only the first drive has a shard: the transaction is as good as lost, and what it would have replaced is not.
        Assert.Equal(CommitStatus.Indeterminate, (await riding).Status);
        Assert.Equal("old", await harness.GetAsync("a"));
        Assert.Equal(CommitStatus.Committed, (await harness.PutAsync("b", "1")).Status);
    }

    [Fact]
    public async Task CommitAsync_RideStagedBeforeItsReplicaJoined_IsFlushFirst()
    {
        var harness = new ReplicaHarness(4);
        await harness.OpenAsync();
        ValueTask<CommitResult> inFlight = harness.Put("a", "1", t => t.Ride(new ShardRide(0b1111, 0, 3, 2)));
        harness.Replicas[3].Fail();
        Task attached = harness.AttachAsync(3, harness.Replicas[3].Disk);
        harness.Pump();

        // Staged on what was in slot 3 before, and taken only when another replica is there.
        ValueTask<CommitResult> waiting = harness.Put("b", "1", t => t.Ride(new ShardRide(0b1111, 0, 3, 2)));
        await harness.RunAsync(attached);
        harness.Complete();

        Assert.Equal(CommitStatus.Committed, (await inFlight).Status);
        Assert.Equal(CommitStatus.FlushFirst, (await waiting).Status);
    }

    [Fact]
    public async Task OpenAsync_CatchingUpFails_IsTriedAgain()
    {
        var before = new ReplicaHarness(3);
        await before.OpenAsync();
        await before.PutAsync("a", "1");
        var harness = new ReplicaHarness([.. before.Crash()[..2], new MemoryReplicaDisk(isComplete: false)]);
        harness.Replicas[2].Installing = () => Task.FromException(new DriveUnavailableException("The drive to copy from failed."));
        await harness.OpenAsync();
        harness.Complete();
        Assert.False(harness.Store.IsInSync(2));

        harness.Replicas[2].Installing = () => Task.CompletedTask;
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.Complete();

        Assert.True(harness.Store.IsInSync(2));
        await harness.RunAsync(harness.Store.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task DisposeAsync_InFlight_WaitsAndThenRefuses()
    {
        var harness = new ReplicaHarness(3);
        await harness.OpenAsync();
        ValueTask<CommitResult> inFlight = harness.Put("a", "1");
        Task disposed = harness.Store.DisposeAsync().AsTask();
        harness.Pump();
        Assert.False(disposed.IsCompleted);

        await harness.RunAsync(disposed);

        Assert.Equal(CommitStatus.Committed, (await inFlight).Status);
        Assert.Equal(CommitStatus.Unavailable, (await harness.PutAsync("b", "1")).Status);
        Assert.False(harness.Store.Availability.CanWrite);
    }

    private static async Task<string?> Peek(ReplicaHarness harness, string key)
    {
        MetadataValue? value = await harness.Store.GetAsync(System.Text.Encoding.UTF8.GetBytes(key));
        return value is null ? null : System.Text.Encoding.UTF8.GetString(value.Value.Value.Span);
    }
}
