using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>Four messages in vectors of 128 bits.</summary>
internal readonly unsafe struct Md5Lanes4 : IMd5Lanes<Vector128<uint>>
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    public static int Lanes => 4;

    public static Vector128<uint> Broadcast(uint word) => Vector128.Create(word);

    public static Vector128<uint> Load(uint* words) => Vector128.Load(words);

    public static void Store(uint* words, Vector128<uint> vector) => vector.Store(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlocks(byte** blocks, nuint offset, Vector128<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector128<uint> a = LoadRows(blocks, offset);
            Vector128<uint> b = LoadRows(blocks + 1, offset);
            Vector128<uint> c = LoadRows(blocks + 2, offset);
            Vector128<uint> d = LoadRows(blocks + 3, offset);
            Vector128<ulong> abLow = ZipLow(a, b).AsUInt64();
            Vector128<ulong> cdLow = ZipLow(c, d).AsUInt64();
            Vector128<ulong> abHigh = ZipHigh(a, b).AsUInt64();
            Vector128<ulong> cdHigh = ZipHigh(c, d).AsUInt64();
            words[0] = ZipLow(abLow, cdLow).AsUInt32();
            words[1] = ZipHigh(abLow, cdLow).AsUInt32();
            words[2] = ZipLow(abHigh, cdHigh).AsUInt32();
            words[3] = ZipHigh(abHigh, cdHigh).AsUInt32();
        }
    }

    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> RotateLeft(Vector128<uint> value, [ConstantExpected] byte count)
        => Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(value, count) : (value << count) | (value >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddF(Vector128<uint> sum, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0xCA) : sum + (d ^ (b & (c ^ d)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddG(Vector128<uint> sum, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(d, b, c, 0xCA) : sum + (c & ~d) + (b & d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddH(Vector128<uint> sum, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0x96) : sum + (b ^ (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AddI(Vector128<uint> sum, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
        => Avx512F.VL.IsSupported ? sum + Avx512F.VL.TernaryLogic(b, c, d, 0x39) : sum + (c ^ (b | ~d));

    /// <summary>Four words of a message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> LoadRows(byte** blocks, nuint offset) => Vector128.Load((uint*)(blocks[0] + offset));

    /// <summary>The lower halves, element by element in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLow(Vector128<uint> a, Vector128<uint> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <inheritdoc cref="ZipLow(Vector128{uint}, Vector128{uint})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ZipLow(Vector128<ulong> a, Vector128<ulong> b)
        => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>The upper halves, element by element in turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipHigh(Vector128<uint> a, Vector128<uint> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    /// <inheritdoc cref="ZipHigh(Vector128{uint}, Vector128{uint})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ZipHigh(Vector128<ulong> a, Vector128<ulong> b)
        => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
