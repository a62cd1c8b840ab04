using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// The one walk over content: four vectors of remainders are carried forward by carry-less products until less than four are left, then folded into one, into
/// 128 bits, and reduced. Source: V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009).
/// </summary>
internal sealed unsafe class FoldingCrcProgram<TLanes, TVector> : CrcProgram
    where TLanes : struct, ICrcLanes<TVector>
    where TVector : unmanaged
{
    // Below, CRC32C is left to the processor's instruction.
    private const int MinFoldedCrc32C = 192;

    private readonly Vector128<ulong> _byFour;
    private readonly Vector128<ulong> _byOne;
    private readonly Vector128<ulong> _by128;
    private readonly Vector128<ulong> _by64;
    private readonly BarrettReduction _reduction;
    private readonly bool _hasInstruction;

    public FoldingCrcProgram(CrcPolynomial polynomial)
    {
        _byFour = Factors(polynomial, 4 * sizeof(TVector));
        _byOne = Factors(polynomial, sizeof(TVector));
        _by128 = Factors(polynomial, sizeof(Vector128<ulong>));
        _by64 = Factors(polynomial, sizeof(ulong));
        _reduction = new BarrettReduction(polynomial);
        _hasInstruction = polynomial == CrcPolynomial.Crc32C && Crc32CInstruction.IsSupported;
    }

    public override ulong Append(ulong register, ReadOnlySpan<byte> content)
    {
        fixed (byte* data = content)
        {
            byte* end = data + content.Length;
            if (_hasInstruction && content.Length < MinFoldedCrc32C)
            {
                return Crc32CInstruction.Append(register, data, end);
            }

            if (content.Length >= 2 * sizeof(TVector))
            {
                return Fold(register, data, end);
            }

            return content.Length >= sizeof(Vector128<ulong>)
                ? Fold128(Vector128.Load((ulong*)data) ^ Vector128.CreateScalar(register), data + sizeof(Vector128<ulong>), end)
                : _reduction.Append(register, data, end);
        }
    }

    // A remainder moves on by n bytes when the polynomial of its first half is multiplied by x^(8n + 64), that of its second by x^(8n). The product of two
    // reflected words comes out multiplied by x, which the factors make up for.
    private static Vector128<ulong> Factors(CrcPolynomial polynomial, int bytes)
        => Vector128.Create(polynomial.Power((8 * bytes) + 63), polynomial.Power((8 * bytes) - 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Fold(ulong register, byte* data, byte* end)
    {
        TVector last = TLanes.AddRegister(TLanes.Load(data), register);
        data += sizeof(TVector);
        TVector byOne = TLanes.Broadcast(_byOne);
        if (end - data >= 7 * sizeof(TVector))
        {
            TVector byFour = TLanes.Broadcast(_byFour);
            TVector value0 = last;
            TVector value1 = TLanes.Load(data);
            TVector value2 = TLanes.Load(data + sizeof(TVector));
            TVector value3 = TLanes.Load(data + (2 * sizeof(TVector)));
            for (data += 3 * sizeof(TVector); end - data >= 4 * sizeof(TVector); data += 4 * sizeof(TVector))
            {
                value0 = TLanes.Fold(value0, byFour, TLanes.Load(data));
                value1 = TLanes.Fold(value1, byFour, TLanes.Load(data + sizeof(TVector)));
                value2 = TLanes.Fold(value2, byFour, TLanes.Load(data + (2 * sizeof(TVector))));
                value3 = TLanes.Fold(value3, byFour, TLanes.Load(data + (3 * sizeof(TVector))));
            }

            last = TLanes.Fold(TLanes.Fold(TLanes.Fold(value0, byOne, value1), byOne, value2), byOne, value3);
        }

        for (; end - data >= sizeof(TVector); data += sizeof(TVector))
        {
            last = TLanes.Fold(last, byOne, TLanes.Load(data));
        }

        return Fold128(TLanes.Narrow(last, _by128), data, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong Fold128(Vector128<ulong> value, byte* data, byte* end)
    {
        for (; end - data >= sizeof(Vector128<ulong>); data += sizeof(Vector128<ulong>))
        {
            value = Crc128Lanes.Fold(value, _by128, Vector128.Load((ulong*)data));
        }

        if (data < end)
        {
            value = FoldTail(value, end, (int)(end - data));
        }

        // 64 bits are appended to 128, of which the first half is then moved into the second.
        Vector128<ulong> upper = Vector128.CreateScalar(value.GetElement(1));
        Vector128<ulong> rest = CarrylessProduct.Lower(value, _by64) ^ upper;
        return _reduction.Shift64(rest) ^ rest.GetElement(1);
    }

    /// <summary>Appends the last 1 to 15 bytes: the remainder's first bytes move on by 128 bits, and the tail follows its other bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> FoldTail(Vector128<ulong> value, byte* end, int length)
    {
        Vector128<byte> position = Vector128<byte>.Indices + Vector128.Create((byte)length);
        Vector128<byte> moved = position - Vector128.Create((byte)sizeof(Vector128<byte>));
        Vector128<byte> bytes = value.AsByte();
        Vector128<byte> isTail = Vector128.GreaterThanOrEqual(moved.AsSByte(), Vector128<sbyte>.Zero).AsByte();
        Vector128<byte> following = Vector128.ConditionalSelect(
            isTail, Vector128.Load(end - sizeof(Vector128<byte>)), Vector128.ShuffleNative(bytes, position));

        // Where an index is negative, the result is zero.
        return Crc128Lanes.Fold(Vector128.ShuffleNative(bytes, moved).AsUInt64(), _by128, following.AsUInt64());
    }
}
