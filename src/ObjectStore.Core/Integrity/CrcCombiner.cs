using System.Buffers.Binary;

namespace ObjectStore.Integrity;

/// <summary>
/// Computes the CRC of a concatenation from the CRCs of its pieces, without their bytes: appending n bytes multiplies the CRC before them, as a
/// polynomial over GF(2), by x^(8n) modulo the CRC's own. That holds for the CRCs of S3, which start with all ones and end by inverting, so that
/// the two constants cancel. The idea is that of zlib's crc32_combine. Immutable.
/// </summary>
/// <remarks>Polynomials are reflected as the CRCs are: the bit of highest value stands for x^0.</remarks>
internal sealed class CrcCombiner
{
    private static readonly CrcCombiner Crc32 = new(0xEDB8_8320, 32);
    private static readonly CrcCombiner Crc32C = new(0x82F6_3B78, 32);
    private static readonly CrcCombiner Crc64Nvme = new(0x9A6C_9329_AC4B_C9B5, 64);

    private readonly ulong _polynomial;
    private readonly int _width;

    // x^(8 * 2^i): one for each bit of a length.
    private readonly ulong[] _shifts = new ulong[63];

    private CrcCombiner(ulong polynomial, int width)
    {
        _polynomial = polynomial;
        _width = width;
        _shifts[0] = 1UL << (width - 9);
        for (int i = 1; i < _shifts.Length; i++)
        {
            _shifts[i] = Multiply(_shifts[i - 1], _shifts[i - 1]);
        }
    }

    /// <summary>Whether <see cref="For"/> knows the algorithm.</summary>
    public static bool Supports(ChecksumAlgorithm algorithm)
        => algorithm is ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C or ChecksumAlgorithm.Crc64Nvme;

    /// <summary>The combiner of a CRC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not a CRC.</exception>
    public static CrcCombiner For(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => Crc32,
        ChecksumAlgorithm.Crc32C => Crc32C,
        ChecksumAlgorithm.Crc64Nvme => Crc64Nvme,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Only CRCs combine."),
    };

    /// <summary>The CRC of one content followed by another. The CRC of no content is zero.</summary>
    /// <param name="first">The CRC of the first content.</param>
    /// <param name="second">The CRC of the second content.</param>
    /// <param name="secondLength">The second content's length in bytes.</param>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        for (int i = 0; secondLength >> i != 0; i++)
        {
            if ((secondLength >> i & 1) != 0)
            {
                first = Multiply(first, _shifts[i]);
            }
        }

        return first ^ second;
    }

    /// <summary>Replaces <paramref name="running"/>, the checksum of what came before, by that of it followed by a part.</summary>
    /// <param name="running">Most significant byte first, as checksums are kept; zeros at the beginning.</param>
    /// <param name="part">The checksum of the part, in the same form.</param>
    /// <param name="partLength">The part's length in bytes.</param>
    public void Append(Span<byte> running, ReadOnlySpan<byte> part, long partLength)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(running.Length, _width / 8);
        ArgumentOutOfRangeException.ThrowIfNotEqual(part.Length, _width / 8);
        ulong combined = Combine(Read(running), Read(part), partLength);
        if (_width == 32)
        {
            BinaryPrimitives.WriteUInt32BigEndian(running, (uint)combined);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(running, combined);
        }
    }

    private static ulong Read(ReadOnlySpan<byte> value)
        => value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt64BigEndian(value);

    /// <summary>The product of two polynomials, modulo the CRC's.</summary>
    private ulong Multiply(ulong a, ulong b)
    {
        ulong product = 0;
        for (int power = _width - 1; power >= 0; power--)
        {
            if ((a >> power & 1) != 0)
            {
                product ^= b;
            }

            b = (b >> 1) ^ ((b & 1) * _polynomial);
        }

        return product;
    }
}
