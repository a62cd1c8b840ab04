using System.Globalization;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Xml;

/// <summary>Parses the <c>CompleteMultipartUpload</c> document. Source: AWS, "CompleteMultipartUpload".</summary>
internal static class CompleteMultipartUploadParser
{
    private const int MaxParts = 10_000;

    /// <summary>Parses a document. The order of the parts is kept as given; the store checks it.</summary>
    /// <returns>At least one part.</returns>
    /// <exception cref="Errors.S3Exception">MalformedXML.</exception>
    public static IReadOnlyList<CompletedPart> Parse(ReadOnlyMemory<byte> document)
    {
        List<CompletedPart> parts = [];
        S3XmlReader.Read(document, "CompleteMultipartUpload", (reader, name) =>
        {
            if (name == "Part")
            {
                parts.Add(parts.Count < MaxParts ? ParsePart(reader) : throw S3XmlReader.Malformed());
            }
        });

        return parts.Count > 0 ? parts : throw S3XmlReader.Malformed();
    }

    private static CompletedPart ParsePart(S3XmlReader reader)
    {
        int? number = null;
        string? eTag = null;
        ObjectChecksum? checksum = null;
        reader.ReadChildren((child, name) =>
        {
            if (name == "PartNumber")
            {
                number = ParseNumber(child.ReadText());
            }
            else if (name == "ETag")
            {
                eTag = EntityTag.Unquote(child.ReadText());
            }
            else if (ChecksumText.TryGetAlgorithmOfElement(name, out ChecksumAlgorithm algorithm))
            {
                checksum = ParseChecksum(algorithm, child.ReadText());
            }
        });

        return number is int partNumber && eTag is not null ? new CompletedPart(partNumber, eTag, checksum) : throw S3XmlReader.Malformed();
    }

    private static int ParseNumber(string text)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw S3XmlReader.Malformed();

    private static ObjectChecksum ParseChecksum(ChecksumAlgorithm algorithm, string text)
        => ChecksumText.TryDecode(algorithm, text.Trim(), out ObjectChecksum? checksum) ? checksum : throw S3XmlReader.Malformed();
}
