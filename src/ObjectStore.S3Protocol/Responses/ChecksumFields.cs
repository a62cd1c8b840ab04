using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Shows checksums in headers and documents.</summary>
internal static class ChecksumFields
{
    /// <summary>Sets the headers of an object's checksum, if there is one.</summary>
    public static void SetHeaders(S3RequestContext context, ObjectChecksum? checksum, int partCount = 0)
        => SetHeaders(context, checksum, partCount, checksum?.Type);

    /// <summary>Sets the headers of a checksum, if there is one.</summary>
    /// <param name="context">The HTTP exchange.</param>
    /// <param name="checksum">The checksum.</param>
    /// <param name="partCount">The parts that a composite checksum covers.</param>
    /// <param name="type">The type to show: a part shows that of its object. Null for none.</param>
    public static void SetHeaders(S3RequestContext context, ObjectChecksum? checksum, int partCount, ChecksumType? type)
    {
        if (checksum is not null)
        {
            context.SetResponseHeader(ChecksumNames.GetHeaderName(checksum.Algorithm), ChecksumText.Encode(checksum, partCount));
            if (type is not null)
            {
                context.SetResponseHeader("x-amz-checksum-type", ChecksumText.NameOf(type.Value));
            }
        }
    }

    /// <summary>Writes a checksum's element, if there is one.</summary>
    public static void WriteValue(S3XmlWriter xml, ObjectChecksum? checksum, int partCount = 0)
    {
        if (checksum is not null)
        {
            xml.Element(ChecksumText.ElementOf(checksum.Algorithm), ChecksumText.Encode(checksum, partCount));
        }
    }

    /// <summary>Writes the element with a checksum's type, if there is one.</summary>
    public static void WriteType(S3XmlWriter xml, ObjectChecksum? checksum)
    {
        if (checksum is not null)
        {
            xml.Element("ChecksumType"u8, ChecksumText.NameOf(checksum.Type));
        }
    }
}
