using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ObjectStore.Erasure.Kernels;

/// <summary>
/// The products of a factor with each low and each high nibble, for shuffle instructions. Source: J. S. Plank, K. M. Greenan and E. L. Miller,
/// "Screaming Fast Galois Field Arithmetic Using Intel SIMD Instructions" (FAST 2013).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NibbleTables
{
    public Vector128<byte> Low;
    public Vector128<byte> High;

    public static NibbleTables Create(byte factor)
    {
        var tables = default(NibbleTables);
        for (int nibble = 0; nibble < 16; nibble++)
        {
            tables.Low = tables.Low.WithElement(nibble, GaloisField.Multiply(factor, (byte)nibble));
            tables.High = tables.High.WithElement(nibble, GaloisField.Multiply(factor, (byte)(nibble << 4)));
        }

        return tables;
    }
}
