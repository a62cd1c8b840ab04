using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>One message in the processor's plain registers: the specification of the others.</summary>
internal readonly unsafe struct Md5ScalarLane : IMd5Lanes<uint>
{
    public static bool IsSupported => true;

    public static int Lanes => 1;

    public static uint Broadcast(uint word) => word;

    public static uint Load(uint* words) => *words;

    public static void Store(uint* words, uint vector) => *words = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** blocks, nuint offset, uint* words)
        => Unsafe.CopyBlockUnaligned(words, *blocks + offset, Md5Kernel.BlockSize);

    public static uint Add(uint a, uint b) => a + b;

    public static uint RotateLeft(uint value, [ConstantExpected] byte count) => BitOperations.RotateLeft(value, count);

    public static uint AddF(uint sum, uint b, uint c, uint d) => sum + (d ^ (b & (c ^ d)));

    public static uint AddG(uint sum, uint b, uint c, uint d) => sum + (c & ~d) + (b & d);

    public static uint AddH(uint sum, uint b, uint c, uint d) => sum + (b ^ (c ^ d));

    public static uint AddI(uint sum, uint b, uint c, uint d) => sum + (c ^ (b | ~d));
}
