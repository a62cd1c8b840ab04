using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ObjectStore.Integrity.Kernels;

/// <summary>
/// The constants and the ends of XXH3 (64 bits) for long input; the kernels are its middle. Input is taken in stripes of 64 bytes, and blocks of 16
/// stripes, for each of which the secret moves on by 8 bytes. Source: Y. Collet, "xxHash fast digest algorithm", XXH3 specification.
/// </summary>
internal static unsafe class LongXxh3
{
    public const int StripeLength = 64;
    public const int StripesPerBlock = 16;
    public const int SecretLength = 192;

    /// <summary>How far the secret moves on from stripe to stripe.</summary>
    public const int SecretStep = 8;

    /// <summary>Where in the secret the scrambling at the end of a block reads.</summary>
    public const int ScrambleOffset = SecretLength - StripeLength;

    /// <summary>Where in the secret the last stripe, which may overlap the one before it, reads.</summary>
    public const int LastStripeOffset = SecretLength - StripeLength - 7;

    public const uint Prime32A = 0x9E37_79B1;

    private const int MergeOffset = 11;
    private const ulong Prime64A = 0x9E37_79B1_85EB_CA87;

    private static readonly ulong[] InitialSums =
    [
        0xC2B2_AE3D, Prime64A, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63, 0x85EB_CA77, 0x27D4_EB2F_1656_67C5, Prime32A,
    ];

    private static ReadOnlySpan<byte> DefaultSecret =>
    [
        0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x7c, 0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c,
        0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x72, 0x40, 0xa4, 0xa4, 0xb7, 0xb3, 0x67, 0x1f,
        0xcb, 0x79, 0xe6, 0x4e, 0xcc, 0xc0, 0xe5, 0x78, 0x82, 0x5a, 0xd0, 0x7d, 0xcc, 0xff, 0x72, 0x21,
        0xb8, 0x08, 0x46, 0x74, 0xf7, 0x43, 0x24, 0x8e, 0xe0, 0x35, 0x90, 0xe6, 0x81, 0x3a, 0x26, 0x4c,
        0x3c, 0x28, 0x52, 0xbb, 0x91, 0xc3, 0x00, 0xcb, 0x88, 0xd0, 0x65, 0x8b, 0x1b, 0x53, 0x2e, 0xa3,
        0x71, 0x64, 0x48, 0x97, 0xa2, 0x0d, 0xf9, 0x4e, 0x38, 0x19, 0xef, 0x46, 0xa9, 0xde, 0xac, 0xd8,
        0xa8, 0xfa, 0x76, 0x3f, 0xe3, 0x9c, 0x34, 0x3f, 0xf9, 0xdc, 0xbb, 0xc7, 0xc7, 0x0b, 0x4f, 0x1d,
        0x8a, 0x51, 0xe0, 0x4b, 0xcd, 0xb4, 0x59, 0x31, 0xc8, 0x9f, 0x7e, 0xc9, 0xd9, 0x78, 0x73, 0x64,
        0xea, 0xc5, 0xac, 0x83, 0x34, 0xd3, 0xeb, 0xc3, 0xc5, 0x81, 0xa0, 0xff, 0xfa, 0x13, 0x63, 0xeb,
        0x17, 0x0d, 0xdd, 0x51, 0xb7, 0xf0, 0xda, 0x49, 0xd3, 0x16, 0x55, 0x26, 0x29, 0xd4, 0x68, 0x9e,
        0x2b, 0x16, 0xbe, 0x58, 0x7d, 0x47, 0xa1, 0xfc, 0x8f, 0xf8, 0xb8, 0xd1, 0x7a, 0xd0, 0x31, 0xce,
        0x45, 0xcb, 0x3a, 0x8f, 0x95, 0x16, 0x04, 0x28, 0xaf, 0xd7, 0xfb, 0xca, 0xbb, 0x4b, 0x40, 0x7e,
    ];

    /// <summary>Writes the sums before the first stripe.</summary>
    public static void WriteInitialSums(byte* sums) => InitialSums.CopyTo(new Span<ulong>(sums, InitialSums.Length));

    /// <summary>Writes the secret of a seed, <see cref="SecretLength"/> bytes: the fixed one, with the seed added to and subtracted from its words in turn.</summary>
    public static void WriteSecret(ulong seed, byte* secret)
    {
        for (int i = 0; i < SecretLength; i += 2 * sizeof(ulong))
        {
            Unsafe.WriteUnaligned(secret + i, BinaryPrimitives.ReadUInt64LittleEndian(DefaultSecret[i..]) + seed);
            Unsafe.WriteUnaligned(secret + i + sizeof(ulong), BinaryPrimitives.ReadUInt64LittleEndian(DefaultSecret[(i + sizeof(ulong))..]) - seed);
        }
    }

    /// <summary>The hash, from the sums after the last stripe.</summary>
    public static ulong Finish(byte* sums, byte* secret, int length)
    {
        ulong* sum = (ulong*)sums;
        ulong hash = (ulong)length * Prime64A;
        for (int i = 0; i < InitialSums.Length; i += 2)
        {
            ulong left = sum[i] ^ ReadSecret(secret + MergeOffset + (i * sizeof(ulong)));
            ulong right = sum[i + 1] ^ ReadSecret(secret + MergeOffset + ((i + 1) * sizeof(ulong)));
            ulong high = Math.BigMul(left, right, out ulong low);
            hash += high ^ low;
        }

        hash = (hash ^ (hash >> 37)) * 0x1656_6791_9E37_79F9;
        return hash ^ (hash >> 32);
    }

    private static ulong ReadSecret(byte* secret) => Unsafe.ReadUnaligned<ulong>(secret);
}
