using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.Healing;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

public class OrphanSweeperTests
{
    private const uint Past = HealingFixture.EpochOfBlobs;

    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);
    private static readonly BlobOwner Owner = new(7, "orphan"u8.ToArray());

    [Fact]
    public async Task Run_OrphansOfThePast_DeletesThemAndNothingElse()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob small = await fixture.PutAsync(4000);
        HealingFixture.StoredBlob large = await fixture.PutAsync(1_000_000);
        Plant(fixture, Past, 0, 700);

        SweepResult result = await fixture.Sweeper.RunAsync();

        Assert.Equal(new SweepResult(708, 700, 0, true), result);
        fixture.AssertWhole(small);
        fixture.AssertWhole(large);
        Assert.Equal(8, fixture.Blobs.Drives.Sum(drive => drive.Shards.Count));
    }

    [Fact]
    public async Task Run_BlobOfTheRunningEpoch_IsNeverTouched()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        Plant(fixture, Past + 1, 0, 1);

        SweepResult result = await fixture.Sweeper.RunAsync();

        Assert.Equal(0, result.Seen);
        Assert.Single(fixture.Blobs.Drive(0).Shards);
    }

    [Fact]
    public async Task Run_UnreadableDescriptor_IsReportedAndKept()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        ShardKey key = Plant(fixture, Past, 0, 1);
        fixture.Blobs.Drive(0).MakeDescriptorUnreadable(key);

        SweepResult result = await fixture.Sweeper.RunAsync();

        Assert.Equal(new SweepResult(1, 0, 1, true), result);
        Assert.Single(fixture.Blobs.Drive(0).Shards);
    }

    [Fact]
    public async Task Run_NamedForAnotherOwner_IsAnOrphan()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        ShardKey key = Plant(fixture, Past, 0, 1);
        fixture.Catalog.Name(new BlobRef(key.Blob, 100, 0, 2, 2), Owner with { BucketId = 8 });

        Assert.Equal(1, (await fixture.Sweeper.RunAsync()).Deleted);
    }

    [Fact]
    public async Task Run_BlobThatWaitsToBeDeleted_IsLeftToItsGarbageEntry()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        ShardKey key = Plant(fixture, Past, 0, 2);
        fixture.Catalog.Garbage.Add(key.Blob);

        Assert.Equal(1, (await fixture.Sweeper.RunAsync()).Deleted);
        Assert.Equal([key], fixture.Blobs.Drive(0).Shards);
    }

    [Fact]
    public async Task Run_Again_DoesNotLookAtSweptEpochs()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        Assert.Equal(default, await fixture.Sweeper.GetStartAsync());
        await fixture.Sweeper.RunAsync();
        Plant(fixture, Past, 0, 1);

        Assert.Equal(0, (await fixture.Sweeper.RunAsync()).Seen);
        Assert.Equal(BlobId.FirstOf(Past + 1), await fixture.Sweeper.GetStartAsync());
        Assert.NotNull(await fixture.Metadata.GetAsync(MetadataKeys.Config("swept-epoch")));
    }

    [Fact]
    public async Task Run_DriveFailsOnTheWay_IsRepeatedNextTime()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        for (int slot = 0; slot < 4; slot++)
        {
            Plant(fixture, Past, slot, 5);
        }

        fixture.Blobs.Drive(2).FailAfter(3);
        SweepResult first = await fixture.Sweeper.RunAsync();
        fixture.Blobs.Set.Slots[2].Drive = fixture.Blobs.Drive(2).Reopen();
        SweepResult second = await fixture.Sweeper.RunAsync();

        Assert.False(first.IsComplete);
        Assert.True(second.IsComplete);
        Assert.All(fixture.Blobs.Drives, drive => Assert.Empty(drive.Shards));
    }

    [Fact]
    public async Task NoteClosed_BeforeASweepWasDone_NotesNothing()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        ReadOnlyMemory<byte> note = MetadataKeys.Config("closed");

        await fixture.Sweeper.NoteClosedAsync();
        Assert.Null(await fixture.Metadata.GetAsync(note));

        await fixture.Sweeper.RunAsync();
        await fixture.Sweeper.NoteClosedAsync();
        Assert.NotNull(await fixture.Metadata.GetAsync(note));
    }

    [Fact]
    public async Task SweepDrive_BeyondThePast_IsRefused()
    {
        var fixture = new HealingFixture(TwoPlusTwo);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => fixture.Sweeper.SweepDriveAsync(fixture.Blobs.Drive(0), default, BlobId.FirstOf(Past + 2), default));
    }

    private static ShardKey Plant(HealingFixture fixture, uint epoch, int slot, int count)
    {
        ShardKey key = default;
        for (int i = 0; i < count; i++)
        {
            key = new ShardKey(BlobId.Create(epoch, 1_000_000 + (ulong)i, 1), (byte)slot);
            fixture.Blobs.Drive(slot).Plant(new ShardDescriptor(key, 2, 2, Owner), new byte[100]);
        }

        return key;
    }
}
