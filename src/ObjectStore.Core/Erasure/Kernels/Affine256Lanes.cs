using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Erasure.Kernels;

/// <summary>32 bytes at a time, by affine transformations (GFNI, 256 bits).</summary>
internal readonly unsafe struct Affine256Lanes : ICodingLanes<Vector256<byte>, ulong>
{
    public static bool IsSupported => Gfni.V256.IsSupported;

    public static ulong Prepare(byte factor) => AffineMatrix.Create(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<byte> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAdd(Vector256<byte> sum, Vector256<byte> x, ulong* factor) => sum ^ Multiply(x, factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAdd(Vector256<byte> sum, Vector256<byte> x, ulong* xFactor, Vector256<byte> y, ulong* yFactor)
        => sum ^ Multiply(x, xFactor) ^ Multiply(y, yFactor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Multiply(Vector256<byte> x, ulong* factor)
        => Gfni.V256.GaloisFieldAffineTransform(x, Vector256.Create(*factor).AsByte(), 0);
}
