using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Core.Tests.ErasureSets;
using ObjectStore.Erasure;
using ObjectStore.Healing;
using Xunit;

namespace ObjectStore.Core.Tests.Healing;

public class BlobHealerTests
{
    private const int SmallLength = 5000;
    private const int LargeLength = 2_000_000;

    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    [Property(Arbitrary = [typeof(BlobRoundTripTests)], MaxTest = 80)]
    public async Task Heal_UpToParityShardsBad_RestoresEveryByte(BlobRoundTripTests.Scenario scenario)
    {
        var fixture = new HealingFixture(new ErasureGeometry(scenario.DataShards, scenario.ParityShards));
        HealingFixture.StoredBlob blob = await fixture.PutAsync(scenario.Length, scenario.Seed);
        uint harmed = Harm(fixture, blob, new Random(scenario.Seed));

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, suspects: 0, default);

        uint all = (1u << (scenario.DataShards + scenario.ParityShards)) - 1;
        Assert.Equal(HealOutcome.Whole, result.Outcome);
        Assert.Equal(harmed, result.Rebuilt);
        Assert.Equal(all & ~harmed, result.Verified);
        Assert.Equal(0u, result.Remaining);
        fixture.AssertWhole(blob);
        Assert.Equal(0, fixture.Blobs.Pool.RentedBytes);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Heal_EveryShardDamagedInItsOwnStripe_RestoresAll(int length)
    {
        var fixture = new HealingFixture(new ErasureGeometry(3, 3));
        HealingFixture.StoredBlob blob = await fixture.PutAsync(length);
        int blocks = ShardLayout.BlockCount(ShardLayout.ShardLength(length, 3));
        for (byte shard = 0; shard < Math.Min(6, blocks * 3); shard++)
        {
            fixture.Blobs.DriveOf(blob.Ref, shard).FlipBit(new ShardKey(blob.Ref.Id, shard), shard % blocks * ShardLayout.BlockSize * 8L);
        }

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0, default);

        Assert.Equal(HealOutcome.Whole, result.Outcome);
        fixture.AssertWhole(blob);
    }

    [Fact]
    public async Task Heal_DriveAway_LeavesItsShardRemaining()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(LargeLength);
        fixture.Lose(blob, 0);
        fixture.Blobs.DriveOf(blob.Ref, 2).Fail();

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0, default);

        Assert.Equal(new HealResult(HealOutcome.Waiting, 0b1010, 0b0001, 0b0100, 1_000_000), result);
    }

    [Fact]
    public async Task Heal_TooManyLost_IsUnrecoverableAndTouchesNothing()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(LargeLength);
        fixture.Lose(blob, 0);
        fixture.Lose(blob, 1);
        fixture.Lose(blob, 2);

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0b0111, default);

        Assert.Equal(HealOutcome.Unrecoverable, result.Outcome);
        Assert.True(fixture.Has(blob, 3));
        Assert.All(fixture.Blobs.Drives, drive => Assert.Equal(0, drive.OpenFiles));
        Assert.Equal(0, fixture.Blobs.Pool.RentedBytes);
    }

    [Fact]
    public async Task Heal_TooManyLostButADriveIsAway_Waits()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(LargeLength);
        fixture.Lose(blob, 0);
        fixture.Lose(blob, 1);
        fixture.Blobs.DriveOf(blob.Ref, 2).Fail();

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0, default);

        Assert.Equal(HealOutcome.Waiting, result.Outcome);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Heal_DriveFull_Waits(int length)
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(length);
        fixture.Lose(blob, 1);
        fixture.Blobs.DriveOf(blob.Ref, 1).IsFull = true;

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0b10, default);

        Assert.Equal((HealOutcome.Waiting, 0b10u), (result.Outcome, result.Remaining));
    }

    [Fact]
    public async Task Heal_NotNamed_RebuildsNothingAndRemovesWhatAnEarlierAttemptLeft()
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(SmallLength);
        fixture.Catalog.Drop(blob.Ref.Id);
        fixture.Lose(blob, 0);

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0b0011, default);

        Assert.Equal(new HealResult(HealOutcome.NotNamed, 0, 0, 0, 0), result);
        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(shard => fixture.Has(blob, shard)));
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Heal_DeletedMeanwhile_LeavesNoShardBehind(int length)
    {
        var fixture = new HealingFixture(TwoPlusTwo);
        HealingFixture.StoredBlob blob = await fixture.PutAsync(length);
        fixture.Lose(blob, 0);
        fixture.Catalog.Asked = id =>
        {
            // The answer was yes; then an overwrite takes the name away and its shards go.
            fixture.Catalog.Asked = null;
            fixture.Catalog.Drop(id);
            for (int shard = 1; shard < 4; shard++)
            {
                fixture.Lose(blob, shard % 2 == 0 ? shard : 0);
            }
        };

        HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0b0001, default);

        Assert.Equal(HealOutcome.NotNamed, result.Outcome);
        Assert.False(fixture.Has(blob, 0));
        Assert.False(fixture.Has(blob, 2));
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Heal_TargetFailsAtAnyOperation_NeverClaimsMoreThanIsDurable(int length)
    {
        for (int operations = 0; operations < 15; operations++)
        {
            var fixture = new HealingFixture(TwoPlusTwo);
            HealingFixture.StoredBlob blob = await fixture.PutAsync(length);
            fixture.Lose(blob, 1);
            fixture.Blobs.DriveOf(blob.Ref, 1).FailAfter(operations);

            HealResult result = await fixture.Healer.HealAsync(blob.Ref, blob.Owner, 0b10, default);

            Assert.Equal(result.Remaining == 0, result.Outcome == HealOutcome.Whole);
            Assert.Equal(result.Rebuilt == 0b10, fixture.Blobs.DriveOf(blob.Ref, 1).Reopen(crashed: true).Shards.Count == 1);
            Assert.Equal(0, fixture.Blobs.DriveOf(blob.Ref, 1).OpenFiles);
            Assert.Equal(0, fixture.Blobs.Pool.RentedBytes);
        }
    }

    [Fact]
    public async Task HealShards_OneMissing_ReadsNoMoreThanItTakes()
    {
        var fixture = new HealingFixture(new ErasureGeometry(4, 2));
        HealingFixture.StoredBlob blob = await fixture.PutAsync(LargeLength);
        fixture.Lose(blob, 1);

        HealResult result = await fixture.Healer.HealShardsAsync(blob.Ref, blob.Owner, 0b10, default);

        Assert.Equal((HealOutcome.Whole, 0b10u), (result.Outcome, result.Rebuilt));
        Assert.Equal(4, fixture.Blobs.Drives.SelectMany(drive => drive.BlocksRead).Select(read => read.Shard).Distinct().Count());
        fixture.AssertWhole(blob);
    }

    /// <summary>Loses or damages up to m shards; gives which.</summary>
    private static uint Harm(HealingFixture fixture, HealingFixture.StoredBlob blob, Random random)
    {
        uint harmed = 0;
        int[] shards = [.. Enumerable.Range(0, blob.Ref.DataShards + blob.Ref.ParityShards)];
        random.Shuffle(shards);
        foreach (int shard in shards.Take(random.Next(0, blob.Ref.ParityShards + 1)))
        {
            FaultyDrive drive = fixture.Blobs.DriveOf(blob.Ref, shard);
            var key = new ShardKey(blob.Ref.Id, (byte)shard);
            switch (random.Next(3))
            {
                case 0:
                    drive.Lose(key);
                    break;
                case 1:
                    drive.MakeDescriptorUnreadable(key);
                    break;
                default:
                    drive.FlipBit(key, random.NextInt64(drive.Content(key).Length * 8L));
                    break;
            }

            harmed |= 1u << shard;
        }

        return harmed;
    }
}
