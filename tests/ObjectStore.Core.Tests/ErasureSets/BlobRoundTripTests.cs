using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

/// <summary>Any content, geometry, range and loss that parity covers gives the same bytes; more loss gives an error, never other bytes.</summary>
public class BlobRoundTripTests
{
    private const int Block = ShardLayout.BlockSize;

    /// <summary>A random but repeatable case.</summary>
    public sealed record Scenario(int DataShards, int ParityShards, int Length, int PieceLength, int? ExpectedLength, int Seed);

    public static Arbitrary<Scenario> Scenarios()
    {
        Gen<(int, int)> geometries =
            from dataShards in Gen.Choose(1, 16)
            from parityShards in Gen.Choose(0, Math.Min(16 - dataShards, dataShards + 1))
            select (dataShards, parityShards);
        Gen<Scenario> scenarios =
            from geometry in geometries
            from length in Lengths(geometry.Item1)
            from piece in Gen.OneOf(Gen.Choose(1, 100).Select(n => (n * 977) + 1000), Gen.Elements(4096, Block, 1 << 20))
            from expected in Gen.OneOf(Gen.Constant<int?>(length), Gen.Constant<int?>(null), Gen.Choose(0, 3 << 20).Select(n => (int?)n))
            from seed in Gen.Choose(0, int.MaxValue)
            select new Scenario(geometry.Item1, geometry.Item2, length, piece, expected, seed);
        return scenarios.ToArbitrary();
    }

    private static Gen<int> Lengths(int dataShards)
    {
        int stripe = dataShards * Block;
        return Gen.OneOf(
            Gen.Choose(1, 40),
            Gen.Choose(1, stripe),
            Gen.Choose(stripe, 4 * stripe),
            from stripes in Gen.Choose(1, 9)
            from delta in Gen.Choose(-dataShards - 1, dataShards + 1)
            select Math.Max((Math.Min(stripes, 1 + (48 / dataShards)) * stripe) + delta, 1));
    }

    [Property(Arbitrary = [typeof(BlobRoundTripTests)], MaxTest = 120)]
    public async Task Read_AnyRangeOfAnyBlob_GivesTheBytesWritten(Scenario scenario)
    {
        (BlobStoreFixture fixture, byte[] content, BlobRef blob) = await WriteAsync(scenario);
        var random = new Random(scenario.Seed);

        Assert.Equal(content, await fixture.ReadAsync(blob));
        for (int i = 0; i < 4; i++)
        {
            (int offset, int length) = RandomRange(random, content.Length);
            int buffer = random.Next(1, 4) switch { 1 => Block, 2 => random.Next(1000, 300_000), _ => int.MaxValue };
            Assert.Equal(content[offset..(offset + length)], await fixture.ReadAsync(blob, offset, length, buffer));
        }

        Assert.Empty(fixture.Reports);
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    [Property(Arbitrary = [typeof(BlobRoundTripTests)], MaxTest = 120)]
    public async Task Read_UpToParityShardsBad_GivesTheBytesWrittenAndReportsWhatItFound(Scenario scenario)
    {
        (BlobStoreFixture fixture, byte[] content, BlobRef blob) = await WriteAsync(scenario);
        var random = new Random(scenario.Seed);
        int bad = random.Next(0, scenario.ParityShards + 1);
        uint harmed = Harm(fixture, blob, random, bad);

        Assert.Equal(content, await fixture.ReadAsync(blob));
        (int offset, int length) = RandomRange(random, content.Length);
        Assert.Equal(content[offset..(offset + length)], await fixture.ReadAsync(blob, offset, length, 100_000));

        uint dataHarmed = harmed & ((1u << scenario.DataShards) - 1);
        uint reported = fixture.Reports.Aggregate(0u, (mask, report) => mask | report.Bad);
        Assert.Equal(0u, reported & ~harmed);
        Assert.Equal(dataHarmed & ~Padding(blob), reported & dataHarmed & ~Padding(blob));
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    [Property(Arbitrary = [typeof(BlobRoundTripTests)], MaxTest = 60)]
    public async Task Read_MoreThanParityShardsBad_FailsAndNeverGivesOtherBytes(Scenario scenario)
    {
        (BlobStoreFixture fixture, _, BlobRef blob) = await WriteAsync(scenario);
        foreach (int shard in Enumerable.Range(0, scenario.DataShards + scenario.ParityShards).TakeLast(scenario.ParityShards + 1).Union([0]))
        {
            byte[] stored = fixture.DriveOf(blob, shard).Content(new ShardKey(blob.Id, (byte)shard));
            for (int block = 0; block < ShardLayout.BlockCount(stored.Length); block++)
            {
                fixture.DriveOf(blob, shard).FlipBit(new ShardKey(blob.Id, (byte)shard), block * Block * 8L);
            }
        }

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => fixture.ReadAsync(blob));

        Assert.Equal(StorageErrorCode.DataDamaged, error.Code);
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    [Property(Arbitrary = [typeof(BlobRoundTripTests)], MaxTest = 60)]
    public async Task Write_AnyContent_GivesShardsOfTheLayout(Scenario scenario)
    {
        (BlobStoreFixture fixture, byte[] content, BlobRef blob) = await WriteAsync(scenario);
        var geometry = new ErasureGeometry(scenario.DataShards, scenario.ParityShards);

        byte[][] expected = ReferenceEncoder.Encode(content, geometry);

        for (int shard = 0; shard < expected.Length; shard++)
        {
            Assert.Equal(expected[shard], fixture.DriveOf(blob, shard).Content(new ShardKey(blob.Id, (byte)shard)));
        }
    }

    private static async Task<(BlobStoreFixture Fixture, byte[] Content, BlobRef Blob)> WriteAsync(Scenario scenario)
    {
        var fixture = new BlobStoreFixture(new ErasureGeometry(scenario.DataShards, scenario.ParityShards), replicas: scenario.Seed % 17);
        byte[] content = BlobStoreFixture.RandomContent(scenario.Length, scenario.Seed);
        WrittenBlob written = await fixture.WriteAsync(content, scenario.ExpectedLength, scenario.PieceLength);
        Assert.Equal(content.Length, written.Ref.Length);
        Assert.Equal(0u, written.MissingShards);
        Assert.Equal(0, fixture.Pool.RentedBytes);
        return (fixture, content, written.Ref);
    }

    /// <summary>Loses shards, takes drives away, and flips bits; gives the shards that a report may name.</summary>
    private static uint Harm(BlobStoreFixture fixture, BlobRef blob, Random random, int count)
    {
        uint reportable = 0;
        int[] shards = [.. Enumerable.Range(0, blob.DataShards + blob.ParityShards)];
        random.Shuffle(shards);
        foreach (int shard in shards.Take(count))
        {
            FaultyDrive drive = fixture.DriveOf(blob, shard);
            var key = new ShardKey(blob.Id, (byte)shard);
            switch (random.Next(4))
            {
                case 0:
                    drive.Fail();
                    break;
                case 1:
                    drive.Lose(key);
                    reportable |= 1u << shard;
                    break;
                case 2:
                    drive.MakeDescriptorUnreadable(key);
                    reportable |= 1u << shard;
                    break;
                default:
                    drive.FlipBit(key, random.NextInt64(drive.Content(key).Length * 8L));
                    reportable |= 1u << shard;
                    break;
            }
        }

        return reportable;
    }

    /// <summary>Data shards of a blob of one stripe that hold no content, so that no read looks into them.</summary>
    private static uint Padding(BlobRef blob)
    {
        long block = ShardLayout.ShardLength(blob.Length, blob.DataShards);
        long used = block > Block ? blob.DataShards : (blob.Length + block - 1) / block;
        return ~((1u << (int)used) - 1);
    }

    private static (int Offset, int Length) RandomRange(Random random, int total)
    {
        int offset = random.Next(total);
        return (offset, random.Next(1, total - offset + 1));
    }
}
