using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>Eight messages in vectors of 256 bits.</summary>
internal readonly unsafe struct Md5Lanes8 : IMd5Lanes<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Lanes => 8;

    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    public static Vector256<uint> Load(uint* words) => Vector256.Load(words);

    public static void Store(uint* words, Vector256<uint> vector) => vector.Store(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** blocks, nuint offset, Vector256<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector256<uint> a = LoadRows(blocks, offset);
            Vector256<uint> b = LoadRows(blocks + 1, offset);
            Vector256<uint> c = LoadRows(blocks + 2, offset);
            Vector256<uint> d = LoadRows(blocks + 3, offset);
            Vector256<ulong> abLow = Avx2.UnpackLow(a, b).AsUInt64();
            Vector256<ulong> cdLow = Avx2.UnpackLow(c, d).AsUInt64();
            Vector256<ulong> abHigh = Avx2.UnpackHigh(a, b).AsUInt64();
            Vector256<ulong> cdHigh = Avx2.UnpackHigh(c, d).AsUInt64();
            words[0] = Avx2.UnpackLow(abLow, cdLow).AsUInt32();
            words[1] = Avx2.UnpackHigh(abLow, cdLow).AsUInt32();
            words[2] = Avx2.UnpackLow(abHigh, cdHigh).AsUInt32();
            words[3] = Avx2.UnpackHigh(abHigh, cdHigh).AsUInt32();
        }
    }

    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> value, [ConstantExpected] byte count)
        => Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(value, count) : (value << count) | (value >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddF(Vector256<uint> sum, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0xCA) : sum + (d ^ (b & (c ^ d)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddG(Vector256<uint> sum, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(d, b, c, 0xCA) : sum + (c & ~d) + (b & d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddH(Vector256<uint> sum, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0x96) : sum + (b ^ (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AddI(Vector256<uint> sum, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0x39) : sum + (c ^ (b | ~d));

    /// <summary>Four words of every fourth message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LoadRows(byte** blocks, nuint offset)
        => Vector256.Create(Vector128.Load((uint*)(blocks[0] + offset)), Vector128.Load((uint*)(blocks[4] + offset)));
}
