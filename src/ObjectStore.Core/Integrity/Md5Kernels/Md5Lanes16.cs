using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>Sixteen messages in vectors of 512 bits.</summary>
internal readonly unsafe struct Md5Lanes16 : IMd5Lanes<Vector512<uint>>
{
    public static bool IsSupported => Avx512F.IsSupported;

    public static int Lanes => 16;

    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    public static Vector512<uint> Load(uint* words) => Vector512.Load(words);

    public static void Store(uint* words, Vector512<uint> vector) => vector.Store(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** blocks, nuint offset, Vector512<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector512<uint> a = LoadRows(blocks, offset);
            Vector512<uint> b = LoadRows(blocks + 1, offset);
            Vector512<uint> c = LoadRows(blocks + 2, offset);
            Vector512<uint> d = LoadRows(blocks + 3, offset);
            Vector512<ulong> abLow = Avx512F.UnpackLow(a, b).AsUInt64();
            Vector512<ulong> cdLow = Avx512F.UnpackLow(c, d).AsUInt64();
            Vector512<ulong> abHigh = Avx512F.UnpackHigh(a, b).AsUInt64();
            Vector512<ulong> cdHigh = Avx512F.UnpackHigh(c, d).AsUInt64();
            words[0] = Avx512F.UnpackLow(abLow, cdLow).AsUInt32();
            words[1] = Avx512F.UnpackHigh(abLow, cdLow).AsUInt32();
            words[2] = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
            words[3] = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
        }
    }

    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> value, [ConstantExpected] byte count)
        => Avx512F.IsSupported ? Avx512F.RotateLeft(value, count) : (value << count) | (value >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddF(Vector512<uint> sum, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d)
        => Avx512F.IsSupported ? sum + Avx512F.TernaryLogic(b, c, d, 0xCA) : sum + (d ^ (b & (c ^ d)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddG(Vector512<uint> sum, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d)
        => Avx512F.IsSupported ? sum + Avx512F.TernaryLogic(d, b, c, 0xCA) : sum + (c & ~d) + (b & d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddH(Vector512<uint> sum, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d)
        => Avx512F.IsSupported ? sum + Avx512F.TernaryLogic(b, c, d, 0x96) : sum + (b ^ (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddI(Vector512<uint> sum, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d)
        => Avx512F.IsSupported ? sum + Avx512F.TernaryLogic(b, c, d, 0x39) : sum + (c ^ (b | ~d));

    /// <summary>Four words of every fourth message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> LoadRows(byte** blocks, nuint offset)
    {
        Vector512<uint> rows = Vector128.Load((uint*)(blocks[0] + offset)).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Vector128.Load((uint*)(blocks[4] + offset)), 1);
        rows = Avx512F.InsertVector128(rows, Vector128.Load((uint*)(blocks[8] + offset)), 2);
        return Avx512F.InsertVector128(rows, Vector128.Load((uint*)(blocks[12] + offset)), 3);
    }
}
