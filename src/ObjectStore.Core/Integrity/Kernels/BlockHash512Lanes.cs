using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Kernels;

/// <summary>All eight sums in one vector (AVX-512F).</summary>
internal readonly unsafe struct BlockHash512Lanes : IBlockHashLanes<Vector512<ulong>>
{
    public static bool IsSupported => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Load(byte* source) => Vector512.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector512<ulong> value) => value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add(Vector512<ulong> left, Vector512<ulong> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> left, Vector512<ulong> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Swap(Vector512<ulong> value) => Avx512F.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyHalves(Vector512<ulong> value) => Avx512F.Multiply(value.AsUInt32(), (value >> 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Scramble(Vector512<ulong> sum, Vector512<ulong> secret, uint prime)
    {
        Vector512<ulong> mixed = sum ^ (sum >> 47) ^ secret;
        Vector512<uint> factor = Vector512.Create(prime);
        return Avx512F.Multiply(mixed.AsUInt32(), factor) + (Avx512F.Multiply((mixed >> 32).AsUInt32(), factor) << 32);
    }
}
