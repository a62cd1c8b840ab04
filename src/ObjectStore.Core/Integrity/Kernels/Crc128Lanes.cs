using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ObjectStore.Integrity.Kernels;

/// <summary>16 bytes at a time (PCLMULQDQ or PMULL).</summary>
internal readonly unsafe struct Crc128Lanes : ICrcLanes<Vector128<ulong>>
{
    public static bool IsSupported => CarrylessProduct.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(byte* source) => Vector128.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Broadcast(Vector128<ulong> factors) => factors;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> AddRegister(Vector128<ulong> value, ulong register) => value ^ Vector128.CreateScalar(register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> factors, Vector128<ulong> next)
        => CarrylessProduct.Lower(value, factors) ^ CarrylessProduct.Upper(value, factors) ^ next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Narrow(Vector128<ulong> value, Vector128<ulong> factors) => value;
}
