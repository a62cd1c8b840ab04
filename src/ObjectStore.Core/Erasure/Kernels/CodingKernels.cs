using System.Runtime.Intrinsics;

namespace ObjectStore.Erasure.Kernels;

/// <summary>All kernels, and the one place that chooses among them.</summary>
internal static class CodingKernels
{
    public static CodingKernel Scalar { get; } = new LaneKernel<ScalarLanes, byte, byte>("Scalar");

    /// <summary>Every kernel, supported here or not, slowest first.</summary>
    public static IReadOnlyList<CodingKernel> All { get; } =
    [
        Scalar,
        new LaneKernel<Shuffle128Lanes<AdvSimdLookup>, Vector128<byte>, NibbleTables>("AdvSimd"),
        new LaneKernel<Shuffle128Lanes<Ssse3Lookup>, Vector128<byte>, NibbleTables>("Shuffle128"),
        new LaneKernel<Shuffle256Lanes, Vector256<byte>, NibbleTables>("Shuffle256"),
        new LaneKernel<Shuffle512Lanes, Vector512<byte>, NibbleTables>("Shuffle512"),
        new LaneKernel<Affine256Lanes, Vector256<byte>, ulong>("Affine256"),
        new LaneKernel<Affine512Lanes, Vector512<byte>, ulong>("Affine512"),
    ];

    /// <summary>The fastest kernel of this machine.</summary>
    public static CodingKernel Best { get; } = All.Last(static kernel => kernel.IsSupported);
}
