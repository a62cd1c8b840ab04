using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Erasure.Kernels;

/// <summary>32 bytes at a time, by table lookups on nibbles (AVX2).</summary>
internal readonly unsafe struct Shuffle256Lanes : ICodingLanes<Vector256<byte>, NibbleTables>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static NibbleTables Prepare(byte factor) => NibbleTables.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<byte> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAdd(Vector256<byte> sum, Vector256<byte> x, NibbleTables* factor) => sum ^ Multiply(x, factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAdd(
        Vector256<byte> sum, Vector256<byte> x, NibbleTables* xFactor, Vector256<byte> y, NibbleTables* yFactor)
        => sum ^ Multiply(x, xFactor) ^ Multiply(y, yFactor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Multiply(Vector256<byte> x, NibbleTables* factor)
    {
        Vector256<byte> low = x & Vector256.Create((byte)0x0F);
        Vector256<byte> high = Vector256.ShiftRightLogical(x.AsUInt16(), 4).AsByte() & Vector256.Create((byte)0x0F);
        return Avx2.Shuffle(Avx2.BroadcastVector128ToVector256((byte*)&factor->Low), low)
            ^ Avx2.Shuffle(Avx2.BroadcastVector128ToVector256((byte*)&factor->High), high);
    }
}
