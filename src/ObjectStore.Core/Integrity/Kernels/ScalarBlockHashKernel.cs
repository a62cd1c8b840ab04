using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Kernels;

/// <summary>A sum at a time: the specification of the others.</summary>
internal sealed unsafe class ScalarBlockHashKernel() : BlockHashKernel("Scalar")
{
    private const int Sums = LongXxh3.StripeLength / sizeof(ulong);

    public override bool IsSupported => true;

    private protected override ulong ComputeCore(ReadOnlySpan<byte> block, ulong seed)
    {
        byte* secret = stackalloc byte[LongXxh3.SecretLength];
        ulong* sums = stackalloc ulong[Sums];
        LongXxh3.WriteSecret(seed, secret);
        LongXxh3.WriteInitialSums((byte*)sums);
        fixed (byte* data = block)
        {
            int stripes = (block.Length - 1) / LongXxh3.StripeLength;
            for (int stripe = 0; stripe < stripes; stripe++)
            {
                int inBlock = stripe % LongXxh3.StripesPerBlock;
                Accumulate(sums, data + (stripe * LongXxh3.StripeLength), secret + (inBlock * LongXxh3.SecretStep));
                if (inBlock == LongXxh3.StripesPerBlock - 1)
                {
                    Scramble(sums, secret + LongXxh3.ScrambleOffset);
                }
            }

            Accumulate(sums, data + block.Length - LongXxh3.StripeLength, secret + LongXxh3.LastStripeOffset);
        }

        return LongXxh3.Finish((byte*)sums, secret, block.Length);
    }

    private static void Accumulate(ulong* sums, byte* stripe, byte* secret)
    {
        for (int i = 0; i < Sums; i++)
        {
            ulong word = Read(stripe, i);
            ulong keyed = word ^ Read(secret, i);
            sums[i ^ 1] += word;
            sums[i] += (uint)keyed * (keyed >> 32);
        }
    }

    private static void Scramble(ulong* sums, byte* secret)
    {
        for (int i = 0; i < Sums; i++)
        {
            sums[i] = (sums[i] ^ (sums[i] >> 47) ^ Read(secret, i)) * LongXxh3.Prime32A;
        }
    }

    private static ulong Read(byte* source, int index) => Unsafe.ReadUnaligned<ulong>(source + (index * sizeof(ulong)));
}
