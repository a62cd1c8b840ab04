using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Kernels;

/// <summary>Two sums a vector (SSE2 or AdvSimd).</summary>
internal readonly unsafe struct BlockHash128Lanes : IBlockHashLanes<Vector128<ulong>>
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Load(byte* source) => Vector128.Load(source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector128<ulong> value) => value.AsByte().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add(Vector128<ulong> left, Vector128<ulong> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> left, Vector128<ulong> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> MultiplyHalves(Vector128<ulong> value) => MultiplyLow(value, value >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Scramble(Vector128<ulong> sum, Vector128<ulong> secret, uint prime)
    {
        Vector128<ulong> mixed = sum ^ (sum >> 47) ^ secret;
        Vector128<ulong> factor = Vector128.Create((ulong)prime);
        return MultiplyLow(mixed, factor) + (MultiplyLow(mixed >> 32, factor) << 32);
    }

    /// <summary>The products of the low halves of the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyLow(Vector128<ulong> left, Vector128<ulong> right)
        => Sse2.IsSupported
            ? Sse2.Multiply(left.AsUInt32(), right.AsUInt32())
            : AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(left), AdvSimd.ExtractNarrowingLower(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Swap(Vector128<ulong> value)
        => Sse2.IsSupported
            ? Sse2.Shuffle(value.AsUInt32(), 0b01_00_11_10).AsUInt64()
            : AdvSimd.ExtractVector128(value, value, 1);
}
