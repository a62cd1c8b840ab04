using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Kernels;

/// <summary>The one walk over a block, with its sums in registers.</summary>
internal sealed unsafe class LaneBlockHashKernel<TLanes, TVector>(string name) : BlockHashKernel(name)
    where TLanes : struct, IBlockHashLanes<TVector>
    where TVector : unmanaged
{
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
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        LoadSums(sums, ref sum0, ref sum1, ref sum2, ref sum3);
        byte* last = data + length - LongXxh3.StripeLength;
        byte* secretEnd = secret + (LongXxh3.StripesPerBlock * LongXxh3.SecretStep);
        for (int blocks = (length - 1) / (LongXxh3.StripesPerBlock * LongXxh3.StripeLength); blocks > 0; blocks--)
        {
            for (byte* position = secret; position < secretEnd; position += LongXxh3.SecretStep, data += LongXxh3.StripeLength)
            {
                Accumulate(data, position, ref sum0, ref sum1, ref sum2, ref sum3);
            }

            Scramble(secret + LongXxh3.ScrambleOffset, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        for (byte* position = secret; data < last; position += LongXxh3.SecretStep, data += LongXxh3.StripeLength)
        {
            Accumulate(data, position, ref sum0, ref sum1, ref sum2, ref sum3);
        }

        Accumulate(last, secret + LongXxh3.LastStripeOffset, ref sum0, ref sum1, ref sum2, ref sum3);
        StoreSums(sums, sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(byte* data, byte* secret, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        sum0 = TLanes.Accumulate(sum0, TLanes.Load(data), TLanes.Load(secret));
        if (sizeof(TVector) < LongXxh3.StripeLength)
        {
            sum1 = TLanes.Accumulate(sum1, TLanes.Load(data + sizeof(TVector)), TLanes.Load(secret + sizeof(TVector)));
        }

        if (sizeof(TVector) < LongXxh3.StripeLength / 2)
        {
            sum2 = TLanes.Accumulate(sum2, TLanes.Load(data + (2 * sizeof(TVector))), TLanes.Load(secret + (2 * sizeof(TVector))));
            sum3 = TLanes.Accumulate(sum3, TLanes.Load(data + (3 * sizeof(TVector))), TLanes.Load(secret + (3 * sizeof(TVector))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scramble(byte* secret, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        sum0 = TLanes.Scramble(sum0, TLanes.Load(secret), LongXxh3.Prime32A);
        if (sizeof(TVector) < LongXxh3.StripeLength)
        {
            sum1 = TLanes.Scramble(sum1, TLanes.Load(secret + sizeof(TVector)), LongXxh3.Prime32A);
        }

        if (sizeof(TVector) < LongXxh3.StripeLength / 2)
        {
            sum2 = TLanes.Scramble(sum2, TLanes.Load(secret + (2 * sizeof(TVector))), LongXxh3.Prime32A);
            sum3 = TLanes.Scramble(sum3, TLanes.Load(secret + (3 * sizeof(TVector))), LongXxh3.Prime32A);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadSums(byte* sums, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        sum0 = TLanes.Load(sums);
        if (sizeof(TVector) < LongXxh3.StripeLength)
        {
            sum1 = TLanes.Load(sums + sizeof(TVector));
        }

        if (sizeof(TVector) < LongXxh3.StripeLength / 2)
        {
            sum2 = TLanes.Load(sums + (2 * sizeof(TVector)));
            sum3 = TLanes.Load(sums + (3 * sizeof(TVector)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(byte* sums, TVector sum0, TVector sum1, TVector sum2, TVector sum3)
    {
        TLanes.Store(sums, sum0);
        if (sizeof(TVector) < LongXxh3.StripeLength)
        {
            TLanes.Store(sums + sizeof(TVector), sum1);
        }

        if (sizeof(TVector) < LongXxh3.StripeLength / 2)
        {
            TLanes.Store(sums + (2 * sizeof(TVector)), sum2);
            TLanes.Store(sums + (3 * sizeof(TVector)), sum3);
        }
    }
}
