using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>All kernels of the CRCs, and the one place that chooses among them.</summary>
internal static class CrcKernels
{
    public static CrcKernel Scalar { get; } = new ScalarCrcKernel();

    /// <summary>Every kernel, supported here or not, slowest first.</summary>
    public static IReadOnlyList<CrcKernel> All { get; } =
    [
        Scalar,
        new FoldingCrcKernel<Crc128Lanes, Vector128<ulong>>("Crc128"),
        new FoldingCrcKernel<Crc256Lanes, Vector256<ulong>>("Crc256"),
        new FoldingCrcKernel<Crc512Lanes, Vector512<ulong>>("Crc512"),
    ];

    /// <summary>The fastest kernel of this machine.</summary>
    public static CrcKernel Best { get; } = All.Last(static kernel => kernel.IsSupported);
}
