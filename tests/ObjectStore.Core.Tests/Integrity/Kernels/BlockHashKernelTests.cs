using System.IO.Hashing;
using FsCheck.Xunit;
using ObjectStore.Integrity;
using ObjectStore.Integrity.Kernels;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity.Kernels;

public sealed class BlockHashKernelTests
{
    private static readonly ulong[] Seeds = [0, 1, 0x9E37_79B1_85EB_CA87, ulong.MaxValue];

    public static TheoryData<string> SupportedKernels()
        => [.. BlockHashKernels.All.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Compute_EveryLengthAndAlignment_EqualsTheLibrary(string kernelName)
    {
        BlockHashKernel kernel = BlockHashKernels.All.Single(kernel => kernel.Name == kernelName);
        byte[] content = RandomBytes(5300);
        for (int length = BlockHashKernel.MaxShortLength + 1; length <= 5200; length++)
        {
            ReadOnlySpan<byte> block = content.AsSpan(length % 67, length);
            ulong seed = Seeds[length % Seeds.Length];
            Assert.True(XxHash3.HashToUInt64(block, (long)seed) == kernel.Compute(block, seed), $"Length {length}.");
        }
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Compute_LongBlocks_EqualsTheLibrary(string kernelName)
    {
        BlockHashKernel kernel = BlockHashKernels.All.Single(kernel => kernel.Name == kernelName);
        byte[] content = RandomBytes((1 << 20) + 1);
        foreach (int length in new[] { 8191, 8192, 8193, 65535, 65536, 65537, 131072, 1 << 20, (1 << 20) + 1 })
        {
            Assert.All(Seeds, seed => Assert.Equal(XxHash3.HashToUInt64(content.AsSpan(0, length), (long)seed), kernel.Compute(content.AsSpan(0, length), seed)));
        }
    }

    [Property(MaxTest = 500)]
    public bool BlockHash_AnyLengthSeedAndAlignment_EqualsTheLibrary(int sample, ulong seed)
    {
        var random = new Random(sample);
        int start = random.Next(0, 64);
        byte[] content = RandomBytes(start + random.Next(0, 10_000));
        return BlockHash.Compute(content.AsSpan(start), seed) == XxHash3.HashToUInt64(content.AsSpan(start), (long)seed);
    }

    [Fact]
    public void BlockHash_EveryShortLength_EqualsTheLibrary()
    {
        byte[] content = RandomBytes(2048);
        for (int length = 0; length <= content.Length; length++)
        {
            Assert.Equal(XxHash3.HashToUInt64(content.AsSpan(0, length), 5), BlockHash.Compute(content.AsSpan(0, length), 5));
        }
    }

    [Fact]
    public void Compute_ShortInput_Throws()
        => Assert.All(BlockHashKernels.All, kernel => Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Compute(new byte[BlockHashKernel.MaxShortLength], 0)));

    [Fact]
    public void Compute_UnsupportedKernel_ThrowsInsteadOfFaulting()
        => Assert.All(
            BlockHashKernels.All.Where(kernel => !kernel.IsSupported),
            kernel => Assert.Throws<PlatformNotSupportedException>(() => kernel.Compute(new byte[1024], 0)));

    private static byte[] RandomBytes(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
