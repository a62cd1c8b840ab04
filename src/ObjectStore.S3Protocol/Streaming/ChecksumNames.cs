using System.Buffers.Text;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>What S3 calls the checksum algorithms, and the text form of their values.</summary>
internal static class ChecksumNames
{
    private static readonly ChecksumAlgorithm[] All =
    [
        ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256,
    ];

    /// <summary>
    /// The word for an algorithm in headers and documents: <c>CRC32</c>, <c>CRC32C</c>, <c>CRC64NVME</c>, <c>SHA1</c>, <c>SHA256</c>.
    /// </summary>
    public static string GetName(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "CRC32",
        ChecksumAlgorithm.Crc32C => "CRC32C",
        ChecksumAlgorithm.Crc64Nvme => "CRC64NVME",
        ChecksumAlgorithm.Sha1 => "SHA1",
        ChecksumAlgorithm.Sha256 => "SHA256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>The header, in lower case, that carries a checksum: <c>x-amz-checksum-crc32</c>, ...</summary>
    public static string GetHeaderName(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "x-amz-checksum-crc32",
        ChecksumAlgorithm.Crc32C => "x-amz-checksum-crc32c",
        ChecksumAlgorithm.Crc64Nvme => "x-amz-checksum-crc64nvme",
        ChecksumAlgorithm.Sha1 => "x-amz-checksum-sha1",
        ChecksumAlgorithm.Sha256 => "x-amz-checksum-sha256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>The length of a checksum in bytes.</summary>
    public static int GetLength(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => 4,
        ChecksumAlgorithm.Crc64Nvme => 8,
        ChecksumAlgorithm.Sha1 => 20,
        ChecksumAlgorithm.Sha256 => 32,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>Finds the algorithm that a word names. Case does not matter.</summary>
    public static bool TryParseName(ReadOnlySpan<char> name, out ChecksumAlgorithm algorithm)
    {
        foreach (ChecksumAlgorithm candidate in All)
        {
            if (name.Equals(GetName(candidate), StringComparison.OrdinalIgnoreCase))
            {
                algorithm = candidate;
                return true;
            }
        }

        algorithm = default;
        return false;
    }

    /// <summary>Finds the algorithm whose checksum a header carries. Case does not matter.</summary>
    public static bool TryParseHeaderName(ReadOnlySpan<char> header, out ChecksumAlgorithm algorithm)
    {
        algorithm = default;
        return header.StartsWith(AmzHeaders.ChecksumPrefix, StringComparison.OrdinalIgnoreCase)
            && TryParseName(header[AmzHeaders.ChecksumPrefix.Length..], out algorithm);
    }

    /// <summary>Whether a word names an algorithm that AWS has and this server has not.</summary>
    public static bool IsUnsupported(ReadOnlySpan<char> name)
        => name.Equals("MD5", StringComparison.OrdinalIgnoreCase)
            || name.Equals("SHA512", StringComparison.OrdinalIgnoreCase)
            || name.Equals("XXHASH3", StringComparison.OrdinalIgnoreCase)
            || name.Equals("XXHASH64", StringComparison.OrdinalIgnoreCase)
            || name.Equals("XXHASH128", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a checksum of a full object: the base64 of exactly as many bytes as the algorithm gives.</summary>
    public static bool TryParseValue(ChecksumAlgorithm algorithm, ReadOnlySpan<char> base64, out ObjectChecksum? checksum)
    {
        checksum = TryDecode(base64, GetLength(algorithm), out byte[] value) ? new ObjectChecksum(algorithm, value) : null;
        return checksum is not null;
    }

    /// <summary>Reads the base64 of an exact number of bytes, without white space.</summary>
    public static bool TryDecode(ReadOnlySpan<char> base64, int length, out byte[] value)
    {
        value = new byte[length];
        int encodedLength = Base64.GetMaxEncodedToUtf8Length(length);
        return base64.Length == encodedLength
            && !base64.ContainsAny(" \t\r\n")
            && Convert.TryFromBase64Chars(base64, value, out int written)
            && written == length;
    }
}
