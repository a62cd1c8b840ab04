using System.IO.Hashing;
using ObjectStore.Blobs;
using ObjectStore.Integrity.Kernels;

namespace ObjectStore.Integrity;

/// <summary>
/// The hash that guards a block of a shard against rot and misdirection: XxHash3, 64 bits, with a seed made from the block's place. Part of the
/// disk format. It finds faults, not forgeries.
/// </summary>
internal static class BlockHash
{
    /// <summary>Its length in bytes.</summary>
    public const int Size = sizeof(ulong);

    // Below, System.IO.Hashing is as fast.
    private const int MinKernelLength = 4096;

    /// <summary>The hash of a block under the seed of its place.</summary>
    public static ulong Compute(ReadOnlySpan<byte> block, ulong seed)
        => block.Length >= MinKernelLength && BlockHashKernels.Best is { } kernel
            ? kernel.Compute(block, seed)
            : XxHash3.HashToUInt64(block, (long)seed);

    /// <summary>
    /// The seed of a place. No two blocks of one blob share a seed, as every step is a bijection; those of different blobs do by chance only,
    /// so a block that was read from another place does not verify.
    /// <code>seed = mix(mix(mix(blob.High) ^ blob.Low) ^ (shard * 2^32 + block))    (mix is the finalizer of SplitMix64, ^ exclusive or)</code>
    /// </summary>
    /// <param name="blob">The blob.</param>
    /// <param name="shard">The shard's number in the blob.</param>
    /// <param name="block">The block's number in the shard, from zero.</param>
    public static ulong Seed(BlobId blob, byte shard, int block)
        => Mix(Mix(Mix(blob.High) ^ blob.Low) ^ (((ulong)shard << 32) | (uint)block));

    // Source: G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators" (2014), with Stafford's variant 13 constants.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
