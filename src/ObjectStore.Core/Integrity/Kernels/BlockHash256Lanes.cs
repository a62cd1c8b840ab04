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
    public static Vector256<ulong> Accumulate(Vector256<ulong> sum, Vector256<ulong> data, Vector256<ulong> secret)
    {
        Vector256<ulong> keyed = data ^ secret;
        Vector256<ulong> product = Avx2.Multiply(keyed.AsUInt32(), (keyed >> 32).AsUInt32());
        return sum + (product + Avx2.Shuffle(data.AsUInt32(), 0b01_00_11_10).AsUInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Scramble(Vector256<ulong> sum, Vector256<ulong> secret, uint prime)
    {
        Vector256<ulong> mixed = sum ^ (sum >> 47) ^ secret;
        Vector256<uint> factor = Vector256.Create(prime);
        return Avx2.Multiply(mixed.AsUInt32(), factor) + (Avx2.Multiply((mixed >> 32).AsUInt32(), factor) << 32);
    }
}
