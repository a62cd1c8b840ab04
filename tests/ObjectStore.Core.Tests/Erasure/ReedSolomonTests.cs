using System.Numerics;
using FsCheck.Xunit;
using ObjectStore.Core.Tests.Erasure.Kernels;
using ObjectStore.Erasure;
using ObjectStore.Erasure.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Erasure;

public sealed class ReedSolomonTests
{
    public static TheoryData<string> SupportedKernels() => CodingKernelTests.SupportedKernels();

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Reconstruct_EveryLossPatternUpToEightShards_RestoresDataAndParity(string kernelName)
    {
        CodingKernel kernel = CodingKernels.All.Single(k => k.Name == kernelName);
        for (int total = 1; total <= 8; total++)
        {
            for (int k = 1; k <= total; k++)
            {
                var geometry = new ErasureGeometry(k, total - k);
                var code = new ReedSolomon(geometry, kernel);
                Memory<byte>[] original = Encode(code, geometry, length: 131, seed: total);
                for (uint lost = 0; lost < 1u << total; lost++)
                {
                    if (BitOperations.PopCount(lost) <= geometry.ParityShards)
                    {
                        AssertRestores(code, geometry, original, lost, lost);
                    }
                }
            }
        }
    }

    [Property(MaxTest = 300)]
    public void Reconstruct_RandomLossUpToSixteenShards_RestoresWhatIsWanted(int seed)
    {
        var random = new Random(seed);
        int k = random.Next(1, 17);
        var geometry = new ErasureGeometry(k, random.Next(0, 17 - k));
        ReedSolomon code = ReedSolomon.Get(geometry);
        Memory<byte>[] original = Encode(code, geometry, random.Next(0, 700), seed);
        uint lost = 0;
        foreach (int shard in Enumerable.Range(0, geometry.TotalShards).OrderBy(_ => random.Next()).Take(random.Next(0, geometry.ParityShards + 1)))
        {
            lost |= 1u << shard;
        }

        AssertRestores(code, geometry, original, lost, wanted: lost & (uint)random.Next());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    [InlineData(8, 4)]
    [InlineData(12, 4)]
    public void Reconstruct_WholeBlocksWithAsManyLostAsParity_RoundTrips(int k, int m)
    {
        var geometry = new ErasureGeometry(k, m);
        Memory<byte>[] original = Encode(ReedSolomon.Get(geometry), geometry, 64 << 10, seed: k);

        AssertRestores(ReedSolomon.Get(geometry), geometry, original, lost: (1u << m) - 1, wanted: (1u << m) - 1);
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Update_EveryDataShard_GivesTheParityOfTheChangedData(string kernelName)
    {
        foreach ((int k, int m) in new[] { (1, 1), (4, 2), (3, 13), (1, 15) })
        {
            var geometry = new ErasureGeometry(k, m);
            var code = new ReedSolomon(geometry, CodingKernels.All.Single(kernel => kernel.Name == kernelName));
            foreach (int length in new[] { 0, 1, 63, 65, 300 })
            {
                for (int shard = 0; shard < k; shard++)
                {
                    AssertUpdates(code, geometry, shard, length);
                }
            }
        }
    }

    [Fact]
    public void Update_WrongShards_Throws()
    {
        ReedSolomon code = ReedSolomon.Get(new ErasureGeometry(2, 1));

        Assert.Throws<ArgumentException>(() => code.Update(2, new byte[4], new byte[4], [new byte[4]], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Update(-1, new byte[4], new byte[4], [new byte[4]], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Update(0, new byte[4], new byte[4], [], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Update(0, new byte[4], new byte[4], [new byte[4]], []));
        Assert.Throws<ArgumentException>(() => code.Update(0, new byte[4], new byte[5], [new byte[4]], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Update(0, new byte[4], new byte[4], [new byte[4]], [new byte[3]]));
    }

    [Fact]
    public void Encode_OneDataShard_Mirrors()
    {
        var geometry = new ErasureGeometry(1, 3);

        Memory<byte>[] shards = Encode(ReedSolomon.Get(geometry), geometry, 1000, seed: 1);

        Assert.All(shards, shard => Assert.True(shard.Span.SequenceEqual(shards[0].Span)));
    }

    [Fact]
    public void Encode_NoParity_DoesNothing()
    {
        byte[] data = [1, 2, 3];

        ReedSolomon.Get(new ErasureGeometry(1, 0)).Encode([data], []);

        Assert.Equal([1, 2, 3], data);
    }

    [Fact]
    public void Get_SameGeometryFromManyThreads_GivesOneCode()
    {
        var codes = new ReedSolomon[64];

        Parallel.For(0, codes.Length, i => codes[i] = ReedSolomon.Get(new ErasureGeometry(5, 3)));

        Assert.Single(codes.Distinct());
    }

    [Fact]
    public void Reconstruct_ManyPatternsAtOnce_StaysCorrect()
    {
        // More patterns than the cache of factors holds, so that its entries replace each other while others run them.
        var geometry = new ErasureGeometry(8, 4);
        var code = new ReedSolomon(geometry, CodingKernels.Best);
        Memory<byte>[] original = Encode(code, geometry, 200, seed: 3);
        uint[] patterns = [.. Enumerable.Range(0, 1 << 12).Select(mask => (uint)mask).Where(mask => BitOperations.PopCount(mask) is > 0 and <= 4)];

        Parallel.ForEach(patterns, lost => AssertRestores(code, geometry, original, lost, lost));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(17, 0)]
    [InlineData(10, 7)]
    [InlineData(4, -1)]
    public void Get_ImpossibleGeometry_Throws(int k, int m)
        => Assert.Throws<ArgumentOutOfRangeException>(() => ReedSolomon.Get(new ErasureGeometry(k, m)));

    [Fact]
    public void Encode_WrongShards_Throws()
    {
        ReedSolomon code = ReedSolomon.Get(new ErasureGeometry(2, 1));

        Assert.Throws<ArgumentException>(() => code.Encode([new byte[4]], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Encode([new byte[4], new byte[4]], [new byte[4], new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Encode([new byte[4], new byte[5]], [new byte[4]]));
        Assert.Throws<ArgumentException>(() => code.Encode([new byte[4], new byte[4]], [new byte[3]]));
    }

    [Theory]
    [InlineData(0b001u, 0b010u)]
    [InlineData(0b011u, 0b001u)]
    [InlineData(0b1011u, 0b0100u)]
    [InlineData(0b0011u, 0b1000u)]
    public void Reconstruct_ImpossibleMasks_ThrowAndChangeNothing(uint present, uint wanted)
    {
        Memory<byte>[] shards = [new byte[] { 1 }, new byte[] { 2 }, new byte[] { 3 }];

        Assert.Throws<ArgumentException>(() => ReedSolomon.Get(new ErasureGeometry(2, 1)).Reconstruct(shards, present, wanted));
        Assert.Equal([1, 2, 3], shards.Select(shard => shard.Span[0]));
    }

    [Fact]
    public void EncodeAndReconstruct_KnownPattern_AllocateNothing()
    {
        var geometry = new ErasureGeometry(4, 2);
        ReedSolomon code = ReedSolomon.Get(geometry);
        Memory<byte>[] shards = Encode(code, geometry, 1024, seed: 9);
        ReadOnlyMemory<byte>[] data = [.. shards.Take(4).Select(shard => (ReadOnlyMemory<byte>)shard)];
        code.Reconstruct(shards, present: 0b111010, wanted: 0b000101);

        long before = GC.GetAllocatedBytesForCurrentThread();
        code.Encode(data, shards.AsSpan(4));
        code.Reconstruct(shards, present: 0b111010, wanted: 0b000101);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Memory<byte>[] Encode(ReedSolomon code, ErasureGeometry geometry, int length, int seed)
    {
        var shards = new GuardedShards(geometry.TotalShards, length, seed);
        code.Encode(shards.Inputs(geometry.DataShards), shards.Shards.AsSpan(geometry.DataShards));
        return shards.Shards;
    }

    private static void AssertUpdates(ReedSolomon code, ErasureGeometry geometry, int shard, int length)
    {
        (int k, int m) = (geometry.DataShards, geometry.ParityShards);
        var shards = new GuardedShards(k + m, length, seed: length);
        var updated = new GuardedShards(m + 1, length, seed: length + 1);
        code.Encode(shards.Inputs(k), shards.Shards.AsSpan(k));
        ReadOnlyMemory<byte>[] parity = [.. shards.Shards.Skip(k).Select(memory => (ReadOnlyMemory<byte>)memory)];
        Memory<byte> after = updated.Shards[m];

        code.Update(shard, shards.Shards[shard], after, parity, updated.Shards.AsSpan(0, m));

        after.CopyTo(shards.Shards[shard]);
        code.Encode(shards.Inputs(k), shards.Shards.AsSpan(k));
        for (int i = 0; i < m; i++)
        {
            Assert.True(updated.Shards[i].Span.SequenceEqual(shards.Shards[k + i].Span), $"{k}+{m}, length {length}, shard {shard}: parity {i} differs.");
        }

        Assert.True(updated.GuardsAreWhole());
    }

    private static void AssertRestores(ReedSolomon code, ErasureGeometry geometry, Memory<byte>[] original, uint lost, uint wanted)
    {
        // A shard that is neither read nor wanted is empty, so that touching it fails.
        int length = original[0].Length;
        var shards = new GuardedShards(geometry.TotalShards, length, seed: 77);
        for (int i = 0; i < shards.Shards.Length; i++)
        {
            if ((lost >> i & 1) == 0)
            {
                original[i].CopyTo(shards.Shards[i]);
            }
        }

        Memory<byte>[] given = [.. shards.Shards.Select((shard, i) => ((lost & ~wanted) >> i & 1) != 0 ? default : shard)];
        code.Reconstruct(given, present: ~lost & ((1u << geometry.TotalShards) - 1), wanted);

        for (int i = 0; i < given.Length; i++)
        {
            if (!given[i].IsEmpty && !given[i].Span.SequenceEqual(original[i].Span))
            {
                Assert.Fail($"{geometry.DataShards}+{geometry.ParityShards}, lost {lost:b}, wanted {wanted:b}: shard {i} differs.");
            }
        }

        Assert.True(shards.GuardsAreWhole());
    }
}
