using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>All kernels, and the one place that chooses among them.</summary>
internal static class Md5KernelSet
{
    public static Md5Kernel Scalar { get; } = new LaneMd5Kernel<Md5ScalarLane, uint>("Scalar");

    /// <summary>Every kernel, supported here or not, by rising number of lanes.</summary>
    public static IReadOnlyList<Md5Kernel> All { get; } =
    [
        Scalar,
        new LaneMd5Kernel<Md5Lanes4, Vector128<uint>>("Lanes4"),
        new LaneMd5Kernel<Md5Lanes8, Vector256<uint>>("Lanes8"),
        new LaneMd5Kernel<Md5Lanes16, Vector512<uint>>("Lanes16"),
    ];

    /// <summary>The narrowest supported kernel with at least as many lanes; the widest if there is none.</summary>
    public static Md5Kernel For(int lanes)
    {
        Md5Kernel kernel = Scalar;
        foreach (Md5Kernel wider in All)
        {
            if (kernel.Lanes < lanes && wider.IsSupported)
            {
                kernel = wider;
            }
        }

        return kernel;
    }
}
