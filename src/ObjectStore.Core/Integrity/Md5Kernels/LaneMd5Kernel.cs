using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Md5Kernels;

/// <summary>MD5 as RFC 1321 writes it, on vectors of lanes.</summary>
internal sealed unsafe class LaneMd5Kernel<TLanes, TVector>(string name) : Md5Kernel
    where TLanes : struct, IMd5Lanes<TVector>
    where TVector : unmanaged
{
    public override string Name => name;

    public override bool IsSupported => TLanes.IsSupported;

    public override int Lanes => TLanes.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public override void Compress(uint* state, byte** messages, int blocks)
    {
        TVector* words = stackalloc TVector[BlockSize / sizeof(uint)];
        TVector a = TLanes.Load(state);
        TVector b = TLanes.Load(state + TLanes.Lanes);
        TVector c = TLanes.Load(state + (2 * TLanes.Lanes));
        TVector d = TLanes.Load(state + (3 * TLanes.Lanes));
        for (nuint offset = 0; offset < (nuint)blocks * BlockSize; offset += BlockSize)
        {
            TLanes.LoadBlocks(messages, offset, words);
            TVector a0 = a, b0 = b, c0 = c, d0 = d;
            Round1(words, ref a, ref b, ref c, ref d);
            Round2(words, ref a, ref b, ref c, ref d);
            Round3(words, ref a, ref b, ref c, ref d);
            Round4(words, ref a, ref b, ref c, ref d);
            a = TLanes.Add(a, a0);
            b = TLanes.Add(b, b0);
            c = TLanes.Add(c, c0);
            d = TLanes.Add(d, d0);
        }

        TLanes.Store(state, a);
        TLanes.Store(state + TLanes.Lanes, b);
        TLanes.Store(state + (2 * TLanes.Lanes), c);
        TLanes.Store(state + (3 * TLanes.Lanes), d);
    }

    /// <summary>Round 1 of RFC 1321, section 3.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round1(TVector* words, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        a = F(a, b, c, d, words[0], 0xD76A_A478, 7);
        d = F(d, a, b, c, words[1], 0xE8C7_B756, 12);
        c = F(c, d, a, b, words[2], 0x2420_70DB, 17);
        b = F(b, c, d, a, words[3], 0xC1BD_CEEE, 22);
        a = F(a, b, c, d, words[4], 0xF57C_0FAF, 7);
        d = F(d, a, b, c, words[5], 0x4787_C62A, 12);
        c = F(c, d, a, b, words[6], 0xA830_4613, 17);
        b = F(b, c, d, a, words[7], 0xFD46_9501, 22);
        a = F(a, b, c, d, words[8], 0x6980_98D8, 7);
        d = F(d, a, b, c, words[9], 0x8B44_F7AF, 12);
        c = F(c, d, a, b, words[10], 0xFFFF_5BB1, 17);
        b = F(b, c, d, a, words[11], 0x895C_D7BE, 22);
        a = F(a, b, c, d, words[12], 0x6B90_1122, 7);
        d = F(d, a, b, c, words[13], 0xFD98_7193, 12);
        c = F(c, d, a, b, words[14], 0xA679_438E, 17);
        b = F(b, c, d, a, words[15], 0x49B4_0821, 22);
    }

    /// <summary>Round 2 of RFC 1321, section 3.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round2(TVector* words, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        a = G(a, b, c, d, words[1], 0xF61E_2562, 5);
        d = G(d, a, b, c, words[6], 0xC040_B340, 9);
        c = G(c, d, a, b, words[11], 0x265E_5A51, 14);
        b = G(b, c, d, a, words[0], 0xE9B6_C7AA, 20);
        a = G(a, b, c, d, words[5], 0xD62F_105D, 5);
        d = G(d, a, b, c, words[10], 0x0244_1453, 9);
        c = G(c, d, a, b, words[15], 0xD8A1_E681, 14);
        b = G(b, c, d, a, words[4], 0xE7D3_FBC8, 20);
        a = G(a, b, c, d, words[9], 0x21E1_CDE6, 5);
        d = G(d, a, b, c, words[14], 0xC337_07D6, 9);
        c = G(c, d, a, b, words[3], 0xF4D5_0D87, 14);
        b = G(b, c, d, a, words[8], 0x455A_14ED, 20);
        a = G(a, b, c, d, words[13], 0xA9E3_E905, 5);
        d = G(d, a, b, c, words[2], 0xFCEF_A3F8, 9);
        c = G(c, d, a, b, words[7], 0x676F_02D9, 14);
        b = G(b, c, d, a, words[12], 0x8D2A_4C8A, 20);
    }

    /// <summary>Round 3 of RFC 1321, section 3.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round3(TVector* words, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        a = H(a, b, c, d, words[5], 0xFFFA_3942, 4);
        d = H(d, a, b, c, words[8], 0x8771_F681, 11);
        c = H(c, d, a, b, words[11], 0x6D9D_6122, 16);
        b = H(b, c, d, a, words[14], 0xFDE5_380C, 23);
        a = H(a, b, c, d, words[1], 0xA4BE_EA44, 4);
        d = H(d, a, b, c, words[4], 0x4BDE_CFA9, 11);
        c = H(c, d, a, b, words[7], 0xF6BB_4B60, 16);
        b = H(b, c, d, a, words[10], 0xBEBF_BC70, 23);
        a = H(a, b, c, d, words[13], 0x289B_7EC6, 4);
        d = H(d, a, b, c, words[0], 0xEAA1_27FA, 11);
        c = H(c, d, a, b, words[3], 0xD4EF_3085, 16);
        b = H(b, c, d, a, words[6], 0x0488_1D05, 23);
        a = H(a, b, c, d, words[9], 0xD9D4_D039, 4);
        d = H(d, a, b, c, words[12], 0xE6DB_99E5, 11);
        c = H(c, d, a, b, words[15], 0x1FA2_7CF8, 16);
        b = H(b, c, d, a, words[2], 0xC4AC_5665, 23);
    }

    /// <summary>Round 4 of RFC 1321, section 3.4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round4(TVector* words, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        a = I(a, b, c, d, words[0], 0xF429_2244, 6);
        d = I(d, a, b, c, words[7], 0x432A_FF97, 10);
        c = I(c, d, a, b, words[14], 0xAB94_23A7, 15);
        b = I(b, c, d, a, words[5], 0xFC93_A039, 21);
        a = I(a, b, c, d, words[12], 0x655B_59C3, 6);
        d = I(d, a, b, c, words[3], 0x8F0C_CC92, 10);
        c = I(c, d, a, b, words[10], 0xFFEF_F47D, 15);
        b = I(b, c, d, a, words[1], 0x8584_5DD1, 21);
        a = I(a, b, c, d, words[8], 0x6FA8_7E4F, 6);
        d = I(d, a, b, c, words[15], 0xFE2C_E6E0, 10);
        c = I(c, d, a, b, words[6], 0xA301_4314, 15);
        b = I(b, c, d, a, words[13], 0x4E08_11A1, 21);
        a = I(a, b, c, d, words[4], 0xF753_7E82, 6);
        d = I(d, a, b, c, words[11], 0xBD3A_F235, 10);
        c = I(c, d, a, b, words[2], 0x2AD7_D2BB, 15);
        b = I(b, c, d, a, words[9], 0xEB86_D391, 21);
    }
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector F(TVector a, TVector b, TVector c, TVector d, TVector word, uint constant, [ConstantExpected] byte shift)
        => TLanes.Add(TLanes.RotateLeft(TLanes.AddF(TLanes.Add(TLanes.Add(a, word), TLanes.Broadcast(constant)), b, c, d), shift), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector G(TVector a, TVector b, TVector c, TVector d, TVector word, uint constant, [ConstantExpected] byte shift)
        => TLanes.Add(TLanes.RotateLeft(TLanes.AddG(TLanes.Add(TLanes.Add(a, word), TLanes.Broadcast(constant)), b, c, d), shift), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector H(TVector a, TVector b, TVector c, TVector d, TVector word, uint constant, [ConstantExpected] byte shift)
        => TLanes.Add(TLanes.RotateLeft(TLanes.AddH(TLanes.Add(TLanes.Add(a, word), TLanes.Broadcast(constant)), b, c, d), shift), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector I(TVector a, TVector b, TVector c, TVector d, TVector word, uint constant, [ConstantExpected] byte shift)
        => TLanes.Add(TLanes.RotateLeft(TLanes.AddI(TLanes.Add(TLanes.Add(a, word), TLanes.Broadcast(constant)), b, c, d), shift), b);
}
