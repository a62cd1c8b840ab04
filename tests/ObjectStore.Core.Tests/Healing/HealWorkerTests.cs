using Microsoft.Extensions.Time.Testing;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

public class HealWorkerTests
{
    private const int Length = 700_000;

    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    [Fact]
    public async Task RunOnce_DamagedBlobs_HealsAllAndEmptiesTheQueue()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        var blobs = new List<HealingFixture.StoredBlob>();
        for (int i = 0; i < 150; i++)
        {
            blobs.Add(await fixture.PutAsync(i % 10 == 0 ? Length : 3000 + i, seed: i));
            fixture.Lose(blobs[i], i % 4);
            await fixture.EnqueueAsync(blobs[i], 1u << (i % 4));
        }

        await fixture.Worker.RunOnceAsync();

        Assert.Empty(await fixture.GetEntriesAsync());
        Assert.All(blobs, fixture.AssertWhole);
        Assert.Equal((0L, 150L, 0L), (fixture.Worker.Status.QueueLength, fixture.Worker.Status.HealedShards, fixture.Worker.Status.Failures));
        Assert.Equal(blobs.Sum(blob => ShardLayout.ShardLength(blob.Ref.Length, 2)), fixture.Worker.Status.HealedBytes);
    }

    [Fact]
    public async Task RunOnce_PutWithADriveAway_HealsWhenAnotherTakesItsPlace()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        fixture.TakeAway(1);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        await fixture.EnqueueAsync(blob, blob.MissingShards);

        await fixture.Worker.RunOnceAsync();
        Assert.Single(await fixture.GetEntriesAsync());
        Assert.Equal(1, fixture.Worker.Status.QueueLength);
        Assert.All(fixture.Blobs.Drives, drive => Assert.Empty(drive.BlocksRead));

        fixture.BringEmpty(1);
        await fixture.Worker.RunOnceAsync();
        Assert.Empty(await fixture.GetEntriesAsync());
        fixture.AssertWhole(blob);
    }

    [Fact]
    public async Task RunOnce_OnlyPartCanBeHealed_KeepsTheEntryForTheRest()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        fixture.Blobs.DriveOf(blob.Ref, 3).Fail();
        await fixture.EnqueueAsync(blob, 0b0001);

        await fixture.Worker.RunOnceAsync();

        Assert.True(fixture.Has(blob, 0));
        Assert.Equal(0b1000u, Assert.Single(await fixture.GetEntriesAsync()).BadShards);
    }

    [Fact]
    public async Task RunOnce_BlobNoLongerNamed_DropsTheEntry()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        await fixture.EnqueueAsync(blob, 0b0001);
        fixture.Catalog.Drop(blob.Ref.Id);

        await fixture.Worker.RunOnceAsync();

        Assert.Empty(await fixture.GetEntriesAsync());
        Assert.False(fixture.Has(blob, 0));
    }

    [Fact]
    public async Task RunOnce_Unrecoverable_IsKeptAndNotTriedAgainUntilADriveReturns()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        var lost = Enumerable.Range(0, 3).Select(shard => fixture.Blobs.DriveOf(blob.Ref, shard).Content(new ShardKey(blob.Ref.Id, (byte)shard))).ToList();
        Enumerable.Range(0, 3).ToList().ForEach(shard => fixture.Lose(blob, shard));
        await fixture.EnqueueAsync(blob, 0b0111);

        await fixture.Worker.RunOnceAsync();
        await fixture.Worker.RunOnceAsync();
        Assert.Equal(1, fixture.Worker.Status.Failures);
        Assert.Single(await fixture.GetEntriesAsync());

        fixture.Blobs.DriveOf(blob.Ref, 0).Plant(new ShardDescriptor(new ShardKey(blob.Ref.Id, 0), 2, 2, blob.Owner), lost[0]);
        fixture.Worker.OnDriveReturned();
        await fixture.Worker.RunOnceAsync();
        Assert.Empty(await fixture.GetEntriesAsync());
        fixture.AssertWhole(blob);
    }

    [Fact]
    public async Task RunOnce_EntryChangedWhileHealing_KeepsIt()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        await fixture.EnqueueAsync(blob, 0b0001);
        fixture.Metadata.Committing = () =>
        {
            fixture.Lose(blob, 1);
            Assert.True(fixture.EnqueueAsync(blob, 0b0011).IsCompletedSuccessfully);
        };

        await fixture.Worker.RunOnceAsync();
        Assert.Equal(0b0011u, Assert.Single(await fixture.GetEntriesAsync()).BadShards);

        await fixture.Worker.RunOnceAsync();
        Assert.Empty(await fixture.GetEntriesAsync());
        fixture.AssertWhole(blob);
    }

    [Fact]
    public async Task RunOnce_UnreadableEntry_IsKeptAndDoesNotStopTheOthers()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 2);
        await fixture.EnqueueAsync(blob, 0b0100);
        ReadOnlyMemory<byte> unreadable = MetadataKeys.Heal(default);
        var transaction = new MetadataTransaction();
        transaction.Put(unreadable, new byte[20]);
        await fixture.Metadata.CommitAsync(transaction);

        await fixture.Worker.RunOnceAsync();

        fixture.AssertWhole(blob);
        Assert.NotNull(await fixture.Metadata.GetAsync(unreadable));
        Assert.Equal(1, fixture.Worker.Status.Failures);
    }

    [Fact]
    public async Task RunOnce_AfterAReadFoundDamage_HealsIt()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Blobs.DriveOf(blob.Ref, 1).FlipBit(new ShardKey(blob.Ref.Id, 1), 99);
        Assert.Equal(blob.Content, await fixture.Blobs.ReadAsync(blob.Ref));
        foreach ((BlobRef reported, BlobOwner owner, uint bad) in fixture.Blobs.Reports)
        {
            fixture.Queue.Report(reported, owner, bad);
        }

        await fixture.Worker.RunOnceAsync();

        Assert.Empty(await fixture.GetEntriesAsync());
        Assert.Equal(0, fixture.Queue.PendingCount);
        fixture.AssertWhole(blob);
    }

    [Fact]
    public async Task Start_Woken_HealsInTheBackground()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        fixture.Worker.Start();

        fixture.Queue.Report(blob.Ref, blob.Owner, 0b0001);

        await UntilAsync(fixture, () => fixture.Has(blob, 0));
        await fixture.Worker.DisposeAsync();
    }

    [Fact]
    public async Task Start_NotWoken_LooksAfterThePeriod()
    {
        var time = new FakeTimeProvider();
        var fixture = new HealingFixture(TwoPlusTwo, new StoreEnvironment { Time = time });
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        fixture.Worker.Start();
        await fixture.EnqueueAsync(blob, 0b0001);

        // The clock moves on until the worker, wherever it was, has slept through a period.
        await UntilAsync(fixture, () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return fixture.Has(blob, 0);
        });
        await fixture.Worker.DisposeAsync();
    }

    [Fact]
    public async Task Start_MetadataUnavailable_GoesOnLater()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(Length);
        fixture.Lose(blob, 0);
        await fixture.EnqueueAsync(blob, 0b0001);
        fixture.Metadata.IsDown = true;
        fixture.Worker.Start();
        fixture.Worker.Wake();

        fixture.Metadata.IsDown = false;

        await UntilAsync(fixture, () =>
        {
            fixture.Worker.Wake();
            return fixture.Has(blob, 0);
        });
        await fixture.Worker.DisposeAsync();
    }

    private static async Task UntilAsync(HealingFixture fixture, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Still waiting; healing says {fixture.Worker.Status}.");
            await Task.Yield();
        }
    }
}
