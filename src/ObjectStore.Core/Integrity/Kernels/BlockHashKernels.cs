using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>All kernels of the block hash, and the one place that chooses among them.</summary>
internal static class BlockHashKernels
{
    public static BlockHashKernel Scalar { get; } = new ScalarBlockHashKernel();

    /// <summary>Every kernel, supported here or not, slowest first.</summary>
    public static IReadOnlyList<BlockHashKernel> All { get; } =
    [
        Scalar,
        new LaneBlockHashKernel<BlockHash128Lanes, Vector128<ulong>>("BlockHash128"),
        new LaneBlockHashKernel<BlockHash256Lanes, Vector256<ulong>>("BlockHash256"),
        new LaneBlockHashKernel<BlockHash512Lanes, Vector512<ulong>>("BlockHash512"),
    ];

    /// <summary>The fastest kernel of this machine.</summary>
    public static BlockHashKernel Best { get; } = All.Last(static kernel => kernel.IsSupported);
}
