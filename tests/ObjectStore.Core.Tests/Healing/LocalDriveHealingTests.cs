using ObjectStore.Blobs;
using ObjectStore.Core.Tests.Drives.Simulated;
using ObjectStore.Drives;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

/// <summary>Blobs and their healing over real drives, whose media fail.</summary>
public class LocalDriveHealingTests
{
    private const int SmallLength = 9001;
    private const int LargeLength = 1_500_000;

    [Theory]
    [InlineData(1)]
    [InlineData(SmallLength)]
    [InlineData(256 << 10)]
    [InlineData((256 << 10) + 1)]
    [InlineData(LargeLength)]
    public async Task Put_AnySize_SurvivesACrash(int length)
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();
        HealingFixture.StoredBlob blob = await set.PutAsync(length);

        await set.CrashAsync();

        Assert.Equal(blob.Content, await set.ReadAsync(blob.Ref));
        await set.AssertWholeAsync(blob);
        Assert.Equal(0u, set.Reported);
    }

    [Fact]
    public async Task Read_BytesOfAFileDamaged_ReconstructsReportsAndHeals()
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();
        HealingFixture.StoredBlob blob = await set.PutAsync(LargeLength);
        SimulatedContent file = set.Medium(set.SlotOf(blob.Ref, 1)).Content(DriveLayout.ShardFile(new ShardKey(blob.Ref.Id, 1)));
        byte[] damaged = new byte[1];
        file.Read(damaged, 100_000);
        damaged[0] ^= 4;
        file.Write(damaged, 100_000);

        Assert.Equal(blob.Content, await set.ReadAsync(blob.Ref));
        Assert.Equal(0b10u, set.Reported);
        HealResult result = await set.Healer.HealAsync(blob.Ref, blob.Owner, 0b10, default);

        Assert.Equal(new HealResult(HealOutcome.Whole, 0b1101, 0b0010, 0, LargeLength / 2), result);
        await set.AssertWholeAsync(blob);
    }

    [Fact]
    public async Task Rebuild_TwoDrivesReplacedByEmptyOnes_RestoresEveryShardDurably()
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();
        var blobs = new List<HealingFixture.StoredBlob>();
        for (int i = 0; i < 10; i++)
        {
            blobs.Add(await set.PutAsync(i % 3 == 0 ? LargeLength + i : SmallLength * (i + 1), seed: i));
        }

        foreach (int slot in new[] { 1, 2 })
        {
            await set.ReplaceAsync(slot);
            RebuildResult result = await set.Rebuilder.RunAsync(set.Set.Slots[slot], RebuildDepth.Existence);
            Assert.Equal((10L, 10L, 0L), (result.Progress.ShardsDone, result.Progress.ShardsHealed, result.Progress.ShardsLeft));
        }

        await set.CrashAsync();
        foreach (HealingFixture.StoredBlob blob in blobs)
        {
            await set.AssertWholeAsync(blob);
        }
    }

    [Fact]
    public async Task Sweep_AfterACrash_RemovesWhatWasNeverNamedAndNothingElse()
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();
        HealingFixture.StoredBlob[] named = [await set.PutAsync(SmallLength), await set.PutAsync(LargeLength)];
        await set.PutAsync(SmallLength, named: false);
        await set.PutAsync(LargeLength, named: false);
        await set.CrashAsync();
        HealingFixture.StoredBlob fresh = await set.PutAsync(SmallLength, named: false);

        SweepResult result = await set.Sweeper.RunAsync();

        Assert.Equal(new SweepResult(16, 8, 0, true), result);
        Assert.Equal(12, await set.CountShardsAsync());
        await set.AssertWholeAsync(named[0]);
        await set.AssertWholeAsync(named[1]);
        await set.AssertWholeAsync(fresh);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Put_MediumFailsAtAnyOperation_SucceedsAndIsHealedAfterwards(int length)
    {
        bool failed = true;
        for (int operation = 1; failed; operation++)
        {
            Assert.InRange(operation, 1, 100);
            await using SimulatedSet set = await SimulatedSet.CreateAsync();
            SimulatedMedium medium = set.Medium(1);
            medium.FailAt = medium.Operations + operation;

            HealingFixture.StoredBlob blob = await set.PutAsync(length);
            failed = blob.MissingShards != 0;
            Assert.Equal(blob.Content, await set.ReadAsync(blob.Ref));

            await set.CrashAsync(1);
            HealResult result = await set.Healer.HealAsync(blob.Ref, blob.Owner, blob.MissingShards, default);
            Assert.Equal((HealOutcome.Whole, blob.MissingShards), (result.Outcome, result.Rebuilt));
            await set.AssertWholeAsync(blob);
        }
    }

    [Fact]
    public async Task Dispose_WithoutCompletion_LeavesNoFile()
    {
        await using SimulatedSet set = await SimulatedSet.CreateAsync();
        int before = Enumerable.Range(0, 4).Sum(slot => set.Medium(slot).Paths.Count);
        await using (IBlobWriter writer = set.Store.BeginWrite(new BlobOwner(1, "k"u8.ToArray()), null))
        {
            await writer.WriteAsync(new(new byte[LargeLength]));
        }

        Assert.Equal(before, Enumerable.Range(0, 4).Sum(slot => set.Medium(slot).Paths.Count));
        Assert.Equal(0, set.Pool.RentedBytes);
    }
}
