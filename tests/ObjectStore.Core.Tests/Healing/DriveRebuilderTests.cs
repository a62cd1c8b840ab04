using Microsoft.Extensions.Time.Testing;
using ObjectStore.Blobs;
using ObjectStore.Core.Tests.ErasureSets;
using ObjectStore.Erasure;
using ObjectStore.Healing;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

public class DriveRebuilderTests
{
    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    [Fact]
    public async Task Run_EmptyDrive_GetsEveryShardAndCountsThem()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        List<HealingFixture.StoredBlob> blobs = await PutManyAsync(fixture, 12);
        fixture.BringEmpty(2);
        var progress = new LastProgress();

        RebuildResult result = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[2], RebuildDepth.Existence, progress);

        Assert.True(result.IsComplete);
        Assert.Equal((12L, 12L, 12L, 0L), (result.Progress.Shards, result.Progress.ShardsDone, result.Progress.ShardsHealed, result.Progress.ShardsLeft));
        Assert.Equal(blobs.Sum(blob => ShardLayout.ShardLength(blob.Ref.Length, 2)), result.Progress.BytesDone);
        Assert.Equal(12, progress.Last.ShardsDone);
        Assert.All(blobs, fixture.AssertWhole);
    }

    [Fact]
    public async Task Run_ReturningDrive_GetsWhatItMissedAndLosesWhatWasDeleted()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        List<HealingFixture.StoredBlob> kept = await PutManyAsync(fixture, 4);
        HealingFixture.StoredBlob deleted = await fixture.PutAsync(900_000);
        FaultyDrive away = fixture.TakeAway(1);
        await fixture.Blobs.Store.DeleteAsync(deleted.Ref);
        fixture.Catalog.Drop(deleted.Ref.Id);
        List<HealingFixture.StoredBlob> missed = await PutManyAsync(fixture, 4);
        fixture.Blobs.Set.Slots[1].Drive = away.Reopen();

        RebuildResult result = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[1], RebuildDepth.Existence);

        Assert.Equal((8L, 4L), (result.Progress.ShardsDone, result.Progress.ShardsHealed));
        Assert.Equal((9L, 1L), (result.Swept.Seen, result.Swept.Deleted));
        Assert.DoesNotContain(fixture.Blobs.Drives.SelectMany(drive => drive.Shards), shard => shard.Blob == deleted.Ref.Id);
        Assert.All(kept.Concat(missed), fixture.AssertWhole);
    }

    [Fact]
    public async Task Run_DamagedDriveByContent_FindsFlippedBits()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        List<HealingFixture.StoredBlob> blobs = await PutManyAsync(fixture, 6);
        FaultyDrive drive = fixture.Blobs.Drive(3);
        foreach (ShardKey key in drive.Shards.Take(3))
        {
            drive.FlipBit(key, (drive.Content(key).Length * 8L) - 1);
        }

        RebuildResult byExistence = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[3], RebuildDepth.Existence);
        RebuildResult byContent = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[3], RebuildDepth.Content);

        Assert.Equal((0L, 3L), (byExistence.Progress.ShardsHealed, byContent.Progress.ShardsHealed));
        Assert.All(blobs, fixture.AssertWhole);
    }

    [Fact]
    public async Task CheckSince_ABlob_HealsNewerOnesAndLeavesOlderOnesAlone()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        List<HealingFixture.StoredBlob> blobs = await PutManyAsync(fixture, 6);
        fixture.BringEmpty(0);

        RebuildProgress progress = await fixture.Rebuilder.CheckSinceAsync(fixture.Blobs.Set.Slots[0], blobs[4].Ref.Id);

        Assert.Equal((2L, 2L), (progress.Shards, progress.ShardsHealed));
        fixture.AssertWhole(blobs[4]);
        fixture.AssertWhole(blobs[5]);
        Assert.Equal(2, fixture.Blobs.Drive(0).Shards.Count);
    }

    [Fact]
    public async Task Run_BlobThatCannotBeHealedNow_IsQueued()
    {
        var fixture = new HealingFixture(TwoPlusTwo, new StoreEnvironment());
        HealingFixture.StoredBlob blob = await fixture.PutAsync(900_000);
        fixture.BringEmpty(0);
        fixture.TakeAway(1);
        fixture.TakeAway(2);

        RebuildResult result = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[0], RebuildDepth.Existence);
        await fixture.Queue.WriteOutAsync();

        Assert.Equal((0L, 1L), (result.Progress.ShardsHealed, result.Progress.ShardsLeft));
        Assert.Equal(1u << ShardPlacement.ShardIn(blob.Ref.Id, 0, 4), Assert.Single(await fixture.GetEntriesAsync()).BadShards);
    }

    [Fact]
    public async Task Run_BlobThatCanNeitherBeHealedNorQueued_IsUnavailable()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        await fixture.PutAsync(900_000);
        fixture.BringEmpty(0);
        fixture.TakeAway(1);
        fixture.TakeAway(2);
        fixture.Metadata.IsDown = true;

        var error = await Assert.ThrowsAsync<StorageException>(() => fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[0], RebuildDepth.Existence));

        Assert.Equal(StorageErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Run_DriveFailsOnTheWay_IsNotComplete()
    {
        for (int operations = 0; operations < 30; operations++)
        {
            var fixture = new HealingFixture(TwoPlusTwo);
            await PutManyAsync(fixture, 6);
            fixture.BringEmpty(2);
            fixture.Blobs.Drive(2).FailAfter(operations);

            RebuildResult result = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[2], RebuildDepth.Existence);

            Assert.Equal(fixture.Blobs.Drive(2).IsOnline, result.IsComplete);
            Assert.Equal(0, fixture.Blobs.Pool.RentedBytes);
        }
    }

    [Fact]
    public async Task Run_NoDriveInTheSlot_DoesNothing()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        fixture.TakeAway(2);

        Assert.False((await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[2], RebuildDepth.Existence)).IsComplete);
    }

    [Fact]
    public void Remaining_HalfDone_IsTheTimeSpent()
    {
        var progress = new RebuildProgress(10, 1000, 5, 500, 5, 0, TimeSpan.FromMinutes(3));

        Assert.Equal(TimeSpan.FromMinutes(3), progress.Remaining);
        Assert.Null((progress with { BytesDone = 0 }).Remaining);
    }

    [Fact]
    public async Task Run_Progress_MeasuresTimeWithTheGivenClock()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var fixture = new HealingFixture(TwoPlusTwo, new StoreEnvironment { Time = time });
        await PutManyAsync(fixture, 3);

        RebuildResult result = await fixture.Rebuilder.RunAsync(fixture.Blobs.Set.Slots[2], RebuildDepth.Existence);

        Assert.Equal(TimeSpan.FromSeconds(6), result.Progress.Elapsed);
    }

    private static async Task<List<HealingFixture.StoredBlob>> PutManyAsync(HealingFixture fixture, int count)
    {
        var blobs = new List<HealingFixture.StoredBlob>();
        for (int i = 0; i < count; i++)
        {
            blobs.Add(await fixture.PutAsync(i % 2 == 0 ? 5000 + i : 600_000 + i, seed: i));
        }

        return blobs;
    }

    private sealed class LastProgress : IProgress<RebuildProgress>
    {
        public RebuildProgress Last { get; private set; }

        public void Report(RebuildProgress value)
        {
            lock (this)
            {
                Last = value.ShardsDone >= Last.ShardsDone ? value : Last;
            }
        }
    }
}
