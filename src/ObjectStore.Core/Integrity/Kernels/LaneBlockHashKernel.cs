using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// The one walk over a block of the store. What a block of XXH3 adds to the sums does not depend on them, so four such blocks are summed at once, for one
/// reading of the secret; only the scrambling between them is done in turn. A vector is a column of the stripes; the columns do not meet before the end.
/// </summary>
internal sealed unsafe class LaneBlockHashKernel<TLanes, TVector>(string name) : BlockHashKernel(name)
    where TLanes : struct, IBlockHashLanes<TVector>
    where TVector : unmanaged
{
    private const int BlockLength = LongXxh3.StripesPerBlock * LongXxh3.StripeLength;

    public override bool IsSupported => TLanes.IsSupported;

    [SkipLocalsInit]
    private protected override ulong ComputeCore(ReadOnlySpan<byte> block, ulong seed)
    {
        if (!IsSupported)
        {
            throw new PlatformNotSupportedException(Name);
        }

        byte* secret = stackalloc byte[LongXxh3.SecretLength];
        byte* sums = stackalloc byte[LongXxh3.StripeLength];
        LongXxh3.WriteSecret(seed, secret);
        LongXxh3.WriteInitialSums(sums);
        fixed (byte* data = block)
        {
            Walk(data, block.Length, secret, sums);
        }

        return LongXxh3.Finish(sums, secret, block.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk(byte* data, int length, byte* secret, byte* sums)
    {
        byte* last = data + length - LongXxh3.StripeLength;
        int blocks = (length - 1) / BlockLength;
        for (; blocks >= 4; blocks -= 4, data += 4 * BlockLength)
        {
            for (int column = 0; column < LongXxh3.StripeLength; column += sizeof(TVector))
            {
                TLanes.Store(sums + column, SumFourBlocks(TLanes.Load(sums + column), data + column, secret + column));
            }
        }

        int stripes = (int)(last + LongXxh3.StripeLength - 1 - data) / LongXxh3.StripeLength;
        for (int column = 0; column < LongXxh3.StripeLength; column += sizeof(TVector))
        {
            TVector sum = SumStripes(TLanes.Load(sums + column), data + column, stripes, secret + column);
            TLanes.Store(sums + column, SumStripe(sum, last + column, secret + LongXxh3.LastStripeOffset + column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumFourBlocks(TVector sum, byte* data, byte* secret)
    {
        TVector products1 = default, products2 = default, products3 = default;
        TVector plain0 = default, plain1 = default, plain2 = default, plain3 = default;
        byte* end = secret + (LongXxh3.StripesPerBlock * LongXxh3.SecretStep);
        for (byte* position = secret; position < end; position += LongXxh3.SecretStep, data += LongXxh3.StripeLength)
        {
            TVector key = TLanes.Load(position);
            Accumulate(TLanes.Load(data), key, ref sum, ref plain0);
            Accumulate(TLanes.Load(data + BlockLength), key, ref products1, ref plain1);
            Accumulate(TLanes.Load(data + (2 * BlockLength)), key, ref products2, ref plain2);
            Accumulate(TLanes.Load(data + (3 * BlockLength)), key, ref products3, ref plain3);
        }

        TVector scramble = TLanes.Load(secret + LongXxh3.ScrambleOffset);
        sum = TLanes.Scramble(TLanes.Add(sum, TLanes.Swap(plain0)), scramble, LongXxh3.Prime32A);
        sum = TLanes.Scramble(TLanes.Add(sum, TLanes.Add(products1, TLanes.Swap(plain1))), scramble, LongXxh3.Prime32A);
        sum = TLanes.Scramble(TLanes.Add(sum, TLanes.Add(products2, TLanes.Swap(plain2))), scramble, LongXxh3.Prime32A);
        return TLanes.Scramble(TLanes.Add(sum, TLanes.Add(products3, TLanes.Swap(plain3))), scramble, LongXxh3.Prime32A);
    }

    /// <summary>Fewer than four blocks, the last of them not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumStripes(TVector sum, byte* data, int stripes, byte* secret)
    {
        TVector scramble = TLanes.Load(secret + LongXxh3.ScrambleOffset);
        for (; stripes > 0; stripes -= LongXxh3.StripesPerBlock)
        {
            TVector plain = default;
            byte* end = secret + (Math.Min(stripes, LongXxh3.StripesPerBlock) * LongXxh3.SecretStep);
            for (byte* position = secret; position < end; position += LongXxh3.SecretStep, data += LongXxh3.StripeLength)
            {
                Accumulate(TLanes.Load(data), TLanes.Load(position), ref sum, ref plain);
            }

            sum = TLanes.Add(sum, TLanes.Swap(plain));
            if (stripes >= LongXxh3.StripesPerBlock)
            {
                sum = TLanes.Scramble(sum, scramble, LongXxh3.Prime32A);
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SumStripe(TVector sum, byte* data, byte* secret)
    {
        TVector plain = default;
        Accumulate(TLanes.Load(data), TLanes.Load(secret), ref sum, ref plain);
        return TLanes.Add(sum, TLanes.Swap(plain));
    }

    /// <summary>The data go into a sum of their own, so that its elements are swapped once a block instead of once a stripe.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(TVector data, TVector key, ref TVector products, ref TVector plain)
    {
        plain = TLanes.Add(plain, data);
        products = TLanes.Add(products, TLanes.MultiplyHalves(TLanes.Xor(data, key)));
    }
}
