using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Erasure.Kernels;

/// <summary>64 bytes at a time, by table lookups on nibbles (AVX-512BW).</summary>
internal readonly unsafe struct Shuffle512Lanes : ICodingLanes<Vector512<byte>, NibbleTables>
{
    // The truth table of a ^ b ^ c.
    private const byte ExclusiveOr = 0x96;

    public static bool IsSupported => Avx512BW.IsSupported;

    public static NibbleTables Prepare(byte factor) => NibbleTables.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(byte* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector512<byte> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAdd(Vector512<byte> sum, Vector512<byte> x, NibbleTables* factor)
        => Avx512F.TernaryLogic(sum, LowProduct(x, factor), HighProduct(x, factor), ExclusiveOr);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAdd(
        Vector512<byte> sum, Vector512<byte> x, NibbleTables* xFactor, Vector512<byte> y, NibbleTables* yFactor)
        => MultiplyAdd(MultiplyAdd(sum, x, xFactor), y, yFactor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> LowProduct(Vector512<byte> x, NibbleTables* factor)
        => Avx512BW.Shuffle(Avx512F.BroadcastVector128ToVector512((uint*)&factor->Low).AsByte(), x & Vector512.Create((byte)0x0F));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> HighProduct(Vector512<byte> x, NibbleTables* factor)
        => Avx512BW.Shuffle(
            Avx512F.BroadcastVector128ToVector512((uint*)&factor->High).AsByte(),
            Vector512.ShiftRightLogical(x.AsUInt16(), 4).AsByte() & Vector512.Create((byte)0x0F));
}
