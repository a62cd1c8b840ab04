using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ObjectStore.S3Protocol.Streaming;

namespace ObjectStore.S3Protocol.Values;

/// <summary>How documents and answers spell checksums, those of multipart objects included. Source: AWS, "Checking object integrity in Amazon S3".</summary>
internal static class ChecksumText
{
    private const string ElementPrefix = "Checksum";

    /// <summary>The element with an algorithm's checksums.</summary>
    public static ReadOnlySpan<byte> ElementOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "ChecksumCRC32"u8,
        ChecksumAlgorithm.Crc32C => "ChecksumCRC32C"u8,
        ChecksumAlgorithm.Crc64Nvme => "ChecksumCRC64NVME"u8,
        ChecksumAlgorithm.Sha1 => "ChecksumSHA1"u8,
        ChecksumAlgorithm.Sha256 => "ChecksumSHA256"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>Finds the algorithm whose checksums stand in an element.</summary>
    public static bool TryGetAlgorithmOfElement(string element, out ChecksumAlgorithm algorithm)
    {
        algorithm = default;
        return element.StartsWith(ElementPrefix, StringComparison.Ordinal)
            && ChecksumNames.TryParseName(element.AsSpan(ElementPrefix.Length), out algorithm);
    }

    /// <summary>How a checksum's type is spelled.</summary>
    public static string NameOf(ChecksumType type) => type == ChecksumType.Composite ? "COMPOSITE" : "FULL_OBJECT";

    /// <summary>Spells a checksum: base64, with <c>-N</c> for a composite one of N parts.</summary>
    public static string Encode(ObjectChecksum checksum, int partCount)
    {
        string text = Convert.ToBase64String(checksum.Value.Span);
        return checksum.Type == ChecksumType.Composite ? string.Create(CultureInfo.InvariantCulture, $"{text}-{partCount}") : text;
    }

    /// <summary>Reads a checksum: base64 of exactly the algorithm's size, with <c>-N</c> if it is a composite one.</summary>
    public static bool TryDecode(ChecksumAlgorithm algorithm, string text, [NotNullWhen(true)] out ObjectChecksum? checksum)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return ChecksumNames.TryParseValue(algorithm, text, out checksum);
        }

        bool isComposite = int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        bool isValid = ChecksumNames.TryParseValue(algorithm, text.AsSpan(0, dash), out checksum);
        checksum = isComposite && isValid ? checksum! with { Type = ChecksumType.Composite } : null;
        return checksum is not null;
    }
}
