using System.Runtime.Intrinsics;
using ObjectStore.Erasure;
using ObjectStore.Erasure.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Erasure.Kernels;

public sealed class CodingKernelTests
{
    private const int LongestLaneTest = 300;

    public static TheoryData<string> SupportedKernels()
        => [.. CodingKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Encode_EveryLengthAroundTheLanes_EqualsTheDefinition(string kernelName)
    {
        foreach ((int k, int m) in new[] { (1, 1), (2, 2), (3, 1), (4, 2), (5, 3), (8, 4), (7, 5), (3, 9) })
        {
            var code = new ReedSolomon(new ErasureGeometry(k, m), Find(kernelName));
            for (int length = 0; length <= LongestLaneTest; length++)
            {
                AssertEncodesLikeTheDefinition(code, k, m, length);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Encode_LongShards_EqualsTheDefinition(string kernelName)
    {
        foreach (int length in new[] { 1024, 4097, 65599 })
        {
            AssertEncodesLikeTheDefinition(new ReedSolomon(new ErasureGeometry(4, 2), Find(kernelName)), 4, 2, length);
            AssertEncodesLikeTheDefinition(new ReedSolomon(new ErasureGeometry(12, 4), Find(kernelName)), 12, 4, length);
        }
    }

    [Fact]
    public void Encode_EmulatedTableLookups_EqualsTheDefinition()
    {
        // The AdvSimd kernel but for its one instruction.
        var kernel = new LaneKernel<Shuffle128Lanes<EmulatedLookup>, Vector128<byte>, NibbleTables>("Emulated");
        foreach ((int k, int m) in new[] { (1, 1), (4, 2), (5, 5) })
        {
            var code = new ReedSolomon(new ErasureGeometry(k, m), kernel);
            for (int length = 0; length <= 70; length++)
            {
                AssertEncodesLikeTheDefinition(code, k, m, length);
            }
        }
    }

    [Fact]
    public void Compile_UnsupportedKernel_ThrowsInsteadOfFaulting()
    {
        CodingMatrix matrix = CodingMatrix.Generator(new ErasureGeometry(2, 1));

        Assert.All(CodingKernels.All.Where(kernel => !kernel.IsSupported), kernel => Assert.Throws<PlatformNotSupportedException>(() => kernel.Compile(matrix)));
        Assert.True(CodingKernels.Best.IsSupported);
    }

    private static CodingKernel Find(string name) => CodingKernels.All.Single(kernel => kernel.Name == name);

    private static void AssertEncodesLikeTheDefinition(ReedSolomon code, int k, int m, int length)
    {
        var shards = new GuardedShards(k + m, length, seed: (k * 1000) + length);
        CodingMatrix generator = CodingMatrix.Generator(new ErasureGeometry(k, m));

        code.Encode(shards.Inputs(k), shards.Shards.AsSpan(k));

        for (int parity = k; parity < k + m; parity++)
        {
            Span<byte> actual = shards.Shards[parity].Span;
            for (int i = 0; i < length; i++)
            {
                byte expected = 0;
                for (int data = 0; data < k; data++)
                {
                    expected ^= GaloisField.Multiply(generator[parity, data], shards.Shards[data].Span[i]);
                }

                if (expected != actual[i])
                {
                    Assert.Fail($"{k}+{m}, length {length}: parity {parity} differs at byte {i}.");
                }
            }
        }

        Assert.True(shards.GuardsAreWhole(), $"{k}+{m}, length {length}: a guard byte changed.");
    }
}
