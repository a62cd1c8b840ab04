using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Healing;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

public class HealQueueTests
{
    private static readonly BlobOwner Owner = new(3, "key"u8.ToArray(), new byte[16], 12);

    /// <summary>Runs nothing by itself, so that each test says when.</summary>
    private static readonly StoreEnvironment Manual = new() { Scheduler = new NoScheduler() };

    [Fact]
    public async Task AddTo_Committed_IsAnEntry()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        BlobRef blob = Blob(1);
        var transaction = new MetadataTransaction();
        HealQueue.AddTo(transaction, blob, Owner, 0b0100);
        await fixture.Metadata.CommitAsync(transaction);

        HealRecord entry = Assert.Single(await fixture.GetEntriesAsync());

        Assert.Equal((blob, 0b0100u), (entry.Blob, entry.BadShards));
        Assert.Equal((Owner.BucketId, Owner.PartNumber), (entry.Owner.BucketId, entry.Owner.PartNumber));
        Assert.True(entry.Owner.Key.Span.SequenceEqual(Owner.Key.Span));
        Assert.True(entry.Owner.UploadId.Span.SequenceEqual(Owner.UploadId.Span));
    }

    [Fact]
    public async Task Report_SeveralTimes_IsOneEntryOfAllShards()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);

        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        fixture.Queue.Report(Blob(1), Owner, 0b0100);
        await fixture.Queue.WriteOutAsync();
        fixture.Queue.Report(Blob(1), Owner, 0b1000);
        await fixture.Queue.WriteOutAsync();

        Assert.Equal(0b1000u | 0b0101u, Assert.Single(await fixture.GetEntriesAsync()).BadShards);
        Assert.Equal(0, fixture.Queue.PendingCount);
    }

    [Fact]
    public async Task Report_WhatIsQueuedAlready_CommitsNothing()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        fixture.Queue.Report(Blob(1), Owner, 0b0011);
        await fixture.Queue.WriteOutAsync();

        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        await fixture.Queue.WriteOutAsync();

        Assert.Equal(1, fixture.Metadata.Commits);
    }

    [Fact]
    public async Task Report_AfterForget_MakesANewEntry()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        await fixture.Queue.WriteOutAsync();
        var removal = new MetadataTransaction();
        removal.Delete(MetadataKeys.Heal(Blob(1).Id));
        await fixture.Metadata.CommitAsync(removal);
        fixture.Queue.Forget(Blob(1).Id);

        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        await fixture.Queue.WriteOutAsync();

        Assert.Single(await fixture.GetEntriesAsync());
    }

    [Fact]
    public async Task WriteOut_MetadataUnavailable_KeepsTheReports()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        fixture.Metadata.IsDown = true;
        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        fixture.Queue.Report(Blob(2), Owner, 0b0010);
        await fixture.Queue.WriteOutAsync();
        Assert.Equal(2, fixture.Queue.PendingCount);

        fixture.Metadata.IsDown = false;
        await fixture.Queue.WriteOutAsync();

        Assert.Equal([0b0001u, 0b0010u], (await fixture.GetEntriesAsync()).Select(entry => entry.BadShards));
    }

    [Fact]
    public async Task WriteOut_EntryAddedMeanwhile_MergesWithIt()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        fixture.Queue.Report(Blob(1), Owner, 0b0001);
        fixture.Metadata.Committing = () =>
        {
            var transaction = new MetadataTransaction();
            HealQueue.AddTo(transaction, Blob(1), Owner, 0b1000);
            Assert.True(fixture.Metadata.CommitAsync(transaction).IsCompletedSuccessfully);
        };

        await fixture.Queue.WriteOutAsync();

        Assert.Equal(0b1001u, Assert.Single(await fixture.GetEntriesAsync()).BadShards);
    }

    [Fact]
    public async Task Report_MoreThanFit_DropsTheRestUntilThereIsRoom()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2), Manual);
        for (ulong i = 0; i < 5000; i++)
        {
            fixture.Queue.Report(Blob(i), Owner, 1);
        }

        Assert.Equal(4096, fixture.Queue.PendingCount);
        await fixture.Queue.WriteOutAsync();
        fixture.Queue.Report(Blob(4999), Owner, 1);
        Assert.Equal(1, fixture.Queue.PendingCount);
    }

    [Fact]
    public async Task Report_InTheBackground_IsWrittenAndWakes()
    {
        var fixture = new HealingFixture(new ErasureGeometry(2, 2));
        var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Queue.EntriesAdded = () => added.TrySetResult();

        fixture.Queue.Report(Blob(1), Owner, 0b0001);

        await added.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(await fixture.GetEntriesAsync());
    }

    private static BlobRef Blob(ulong counter) => new(BlobId.Create(HealingFixture.EpochOfBlobs, counter, 0), 1000, 0, 2, 2);

    private sealed class NoScheduler : IWorkScheduler
    {
        public void Queue(IThreadPoolWorkItem item)
        {
        }
    }
}
