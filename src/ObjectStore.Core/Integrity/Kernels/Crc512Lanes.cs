using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Kernels;

/// <summary>64 bytes at a time (VPCLMULQDQ with AVX-512F).</summary>
internal readonly unsafe struct Crc512Lanes : ICrcLanes<Vector512<ulong>>
{
    // The truth table of a ^ b ^ c.
    private const byte ExclusiveOr = 0x96;

    public static bool IsSupported => Pclmulqdq.V512.IsSupported && Avx512F.IsSupported && CarrylessProduct.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(byte* source) => Vector512.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Broadcast(Vector128<ulong> factors) => Vector512.Create(factors);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> AddRegister(Vector512<ulong> value, ulong register) => value ^ Vector512.CreateScalar(register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Fold(Vector512<ulong> value, Vector512<ulong> factors, Vector512<ulong> next)
        => Avx512F.TernaryLogic(
            Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x00), Pclmulqdq.V512.CarrylessMultiply(value, factors, 0x11), next, ExclusiveOr);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Narrow(Vector512<ulong> value, Vector128<ulong> factors)
    {
        Vector128<ulong> first = Crc128Lanes.Fold(value.GetLower().GetLower(), factors, value.GetLower().GetUpper());
        Vector128<ulong> second = Crc128Lanes.Fold(first, factors, value.GetUpper().GetLower());
        return Crc128Lanes.Fold(second, factors, value.GetUpper().GetUpper());
    }
}
