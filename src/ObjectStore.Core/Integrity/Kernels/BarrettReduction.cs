using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>Steps of up to 64 bits by two carry-less products, without tables. Needs <see cref="CarrylessProduct"/>.</summary>
internal readonly unsafe struct BarrettReduction
{
    private const int WordBits = 64;

    // floor(x^128 / P) and P itself have 65 coefficients. The product of two reflected words comes out multiplied by x, so their words stand for them
    // divided by x: the leading coefficient is the bit of lowest value, and that of x^0 is left out. It cannot reach the quotient; of P, it is added by a mask.
    private readonly Vector128<ulong> _quotient;
    private readonly Vector128<ulong> _polynomial;
    private readonly ulong _constantTerm;

    public BarrettReduction(CrcPolynomial polynomial)
    {
        _quotient = Vector128.CreateScalar((polynomial.Quotient << 1) | 1);
        _polynomial = Vector128.CreateScalar((polynomial.Value << 1) | 1);
        _constantTerm = 0 - (polynomial.Value >> (WordBits - 1));
    }

    /// <summary>value * x^64 modulo P, of the value in the lower element: the register after it took in 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Shift64(Vector128<ulong> value)
    {
        Vector128<ulong> multiple = CarrylessProduct.Lower(value, _quotient);
        return CarrylessProduct.Lower(multiple, _polynomial).GetElement(1) ^ (multiple.ToScalar() & _constantTerm);
    }

    /// <summary>The register after the bytes from <paramref name="data"/> to <paramref name="end"/>, eight a step; meant for few.</summary>
    public ulong Append(ulong register, byte* data, byte* end)
    {
        for (; end - data >= sizeof(ulong); data += sizeof(ulong))
        {
            register = Shift64(Vector128.CreateScalar(register ^ Unsafe.ReadUnaligned<ulong>(data)));
        }

        if (data == end)
        {
            return register;
        }

        // The bits that the last bytes meet leave the register; those above them move down.
        int bits = (int)(end - data) * 8;
        ulong entering = 0;
        for (int shift = 0; data < end; data++, shift += 8)
        {
            entering |= (ulong)*data << shift;
        }

        return (register >> bits) ^ Shift64(Vector128.CreateScalar((register ^ entering) << (WordBits - bits)));
    }
}
