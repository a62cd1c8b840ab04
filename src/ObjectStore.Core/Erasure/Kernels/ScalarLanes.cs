using System.Runtime.CompilerServices;

namespace ObjectStore.Erasure.Kernels;

/// <summary>A byte at a time, by the tables of <see cref="GaloisField"/>: the specification, and the tail of the others.</summary>
internal readonly unsafe struct ScalarLanes : ICodingLanes<byte, byte>
{
    public static bool IsSupported => true;

    public static byte Prepare(byte factor) => factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Load(byte* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, byte value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte MultiplyAdd(byte sum, byte x, byte* factor) => (byte)(sum ^ GaloisField.Multiply(*factor, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte MultiplyAdd(byte sum, byte x, byte* xFactor, byte y, byte* yFactor)
        => (byte)(sum ^ GaloisField.Multiply(*xFactor, x) ^ GaloisField.Multiply(*yFactor, y));
}
