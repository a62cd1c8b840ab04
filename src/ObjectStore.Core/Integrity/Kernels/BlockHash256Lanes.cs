using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Kernels;

/// <summary>Four sums a vector (AVX2).</summary>
internal readonly unsafe struct BlockHash256Lanes : IBlockHashLanes<Vector256<ulong>>
{
    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Load(byte* source) => Vector256.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<ulong> value) => value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add(Vector256<ulong> left, Vector256<ulong> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> left, Vector256<ulong> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Swap(Vector256<ulong> value) => Avx2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> MultiplyHalves(Vector256<ulong> value) => Avx2.Multiply(value.AsUInt32(), (value >> 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Scramble(Vector256<ulong> sum, Vector256<ulong> secret, uint prime)
    {
        Vector256<ulong> mixed = sum ^ (sum >> 47) ^ secret;
        Vector256<uint> factor = Vector256.Create(prime);
        return Avx2.Multiply(mixed.AsUInt32(), factor) + (Avx2.Multiply((mixed >> 32).AsUInt32(), factor) << 32);
    }
}
