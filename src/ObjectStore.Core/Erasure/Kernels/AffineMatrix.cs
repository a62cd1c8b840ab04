namespace ObjectStore.Erasure.Kernels;

/// <summary>
/// Multiplication by a factor as the 8x8 matrix of bits of the GF2P8AFFINEQB instruction, which serves any polynomial. Source: Intel, "Galois
/// Field New Instructions (GFNI) Technology Guide": bit i of the result is the parity of byte 7 - i of the matrix and the operand.
/// </summary>
internal static class AffineMatrix
{
    public static ulong Create(byte factor)
    {
        ulong matrix = 0;
        for (int column = 0; column < 8; column++)
        {
            byte product = GaloisField.Multiply(factor, (byte)(1 << column));
            for (int row = 0; row < 8; row++)
            {
                matrix |= (ulong)(product >> row & 1) << (((7 - row) * 8) + column);
            }
        }

        return matrix;
    }
}
