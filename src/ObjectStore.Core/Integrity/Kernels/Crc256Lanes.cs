using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Kernels;

/// <summary>32 bytes at a time (VPCLMULQDQ).</summary>
internal readonly unsafe struct Crc256Lanes : ICrcLanes<Vector256<ulong>>
{
    public static bool IsSupported => Pclmulqdq.V256.IsSupported && CarrylessProduct.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(byte* source) => Vector256.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Broadcast(Vector128<ulong> factors) => Vector256.Create(factors);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> AddRegister(Vector256<ulong> value, ulong register) => value ^ Vector256.CreateScalar(register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Fold(Vector256<ulong> value, Vector256<ulong> factors, Vector256<ulong> next)
        => Pclmulqdq.V256.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(value, factors, 0x11) ^ next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Narrow(Vector256<ulong> value, Vector128<ulong> factors)
        => Crc128Lanes.Fold(value.GetLower(), factors, value.GetUpper());
}
