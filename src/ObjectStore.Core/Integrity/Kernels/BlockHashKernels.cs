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
        new LaneBlockHashKernel<BlockHash256Lanes, Vector256<ulong>>("BlockHash256"),
        new LaneBlockHashKernel<BlockHash512Lanes, Vector512<ulong>>("BlockHash512"),
    ];

    /// <summary>The fastest kernel that beats System.IO.Hashing on this machine; none where vectors have 128 bits, which the library uses as well.</summary>
    public static BlockHashKernel? Best { get; } = All.LastOrDefault(static kernel => kernel.IsSupported && kernel != Scalar);
}
