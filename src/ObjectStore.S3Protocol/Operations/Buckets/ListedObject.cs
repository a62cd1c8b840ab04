using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Writes an object of a listing. Source: AWS, data type "Object".</summary>
internal static class ListedObject
{
    /// <summary>Writes the element Contents.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="info">The object.</param>
    /// <param name="encoding">How its key is shown.</param>
    /// <param name="owner">The owner, if it is to be shown.</param>
    public static void Write(S3XmlWriter xml, ObjectInfo info, KeyEncoding encoding, Owner? owner)
    {
        xml.Start("Contents"u8);
        encoding.Write(xml, "Key"u8, info.Key);
        xml.Element("LastModified"u8, info.LastModified);
        WriteContent(xml, info);
        owner?.Write(xml, "Owner"u8);
        xml.End("Contents"u8);
    }

    /// <summary>Writes the elements about content that objects and versions share: from ETag to StorageClass.</summary>
    public static void WriteContent(S3XmlWriter xml, ObjectInfo info)
    {
        xml.ETag(info.ETag);
        if (info.Checksum is ObjectChecksum checksum)
        {
            xml.Element("ChecksumAlgorithm"u8, ChecksumNames.GetName(checksum.Algorithm));
            xml.Element("ChecksumType"u8, ChecksumText.NameOf(checksum.Type));
        }

        xml.Element("Size"u8, info.Size);
        xml.Element("StorageClass"u8, info.StorageClass);
    }
}
