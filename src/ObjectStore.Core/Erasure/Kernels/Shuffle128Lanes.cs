using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ObjectStore.Erasure.Kernels;

/// <summary>16 bytes at a time, by table lookups on nibbles.</summary>
internal readonly unsafe struct Shuffle128Lanes<TLookup> : ICodingLanes<Vector128<byte>, NibbleTables>
    where TLookup : struct, ITableLookup
{
    public static bool IsSupported => TLookup.IsSupported;

    public static NibbleTables Prepare(byte factor) => NibbleTables.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector128<byte> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyAdd(Vector128<byte> sum, Vector128<byte> x, NibbleTables* factor) => sum ^ Multiply(x, factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyAdd(
        Vector128<byte> sum, Vector128<byte> x, NibbleTables* xFactor, Vector128<byte> y, NibbleTables* yFactor)
        => sum ^ Multiply(x, xFactor) ^ Multiply(y, yFactor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Multiply(Vector128<byte> x, NibbleTables* factor)
    {
        Vector128<byte> low = x & Vector128.Create((byte)0x0F);
        Vector128<byte> high = Vector128.ShiftRightLogical(x.AsUInt16(), 4).AsByte() & Vector128.Create((byte)0x0F);
        return TLookup.Lookup(factor->Low, low) ^ TLookup.Lookup(factor->High, high);
    }
}
