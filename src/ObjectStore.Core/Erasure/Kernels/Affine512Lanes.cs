using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Erasure.Kernels;

/// <summary>64 bytes at a time, by affine transformations (GFNI, 512 bits).</summary>
internal readonly unsafe struct Affine512Lanes : ICodingLanes<Vector512<byte>, ulong>
{
    // The truth table of a ^ b ^ c.
    private const byte ExclusiveOr = 0x96;

    public static bool IsSupported => Gfni.V512.IsSupported && Avx512F.IsSupported;

    public static ulong Prepare(byte factor) => AffineMatrix.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(byte* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector512<byte> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAdd(Vector512<byte> sum, Vector512<byte> x, ulong* factor) => sum ^ Multiply(x, factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAdd(Vector512<byte> sum, Vector512<byte> x, ulong* xFactor, Vector512<byte> y, ulong* yFactor)
        => Avx512F.TernaryLogic(sum, Multiply(x, xFactor), Multiply(y, yFactor), ExclusiveOr);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Multiply(Vector512<byte> x, ulong* factor)
        => Gfni.V512.GaloisFieldAffineTransform(x, Vector512.Create(*factor).AsByte(), 0);
}
