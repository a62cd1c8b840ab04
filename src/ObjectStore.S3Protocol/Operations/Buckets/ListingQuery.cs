using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>The parameters that all listings of a bucket share. Immutable.</summary>
/// <param name="Prefix">The prefix; empty for none.</param>
/// <param name="Delimiter">The delimiter; empty for none.</param>
/// <param name="PageSize">The most entries of a page, 0 to 1,000.</param>
/// <param name="Encoding">How keys are shown.</param>
internal readonly record struct ListingQuery(ObjectKey Prefix, ObjectKey Delimiter, int PageSize, KeyEncoding Encoding)
{
    /// <summary>Reads the parameters.</summary>
    /// <param name="target">The request target.</param>
    /// <param name="pageSizeName">The parameter with the page's size.</param>
    /// <exception cref="Errors.S3Exception">InvalidArgument.</exception>
    public static ListingQuery Read(RequestTarget target, string pageSizeName = "max-keys") => new(
        QueryValues.ReadKey(target, "prefix"),
        QueryValues.ReadKey(target, "delimiter"),
        QueryValues.ReadPageSize(target, pageSizeName),
        QueryValues.ReadEncoding(target));

    /// <summary>Writes the elements Delimiter and EncodingType where they apply.</summary>
    public void WriteShape(S3XmlWriter xml)
    {
        if (!Delimiter.IsEmpty)
        {
            Encoding.Write(xml, "Delimiter"u8, Delimiter);
        }

        if (Encoding.IsUrl)
        {
            xml.Element("EncodingType"u8, "url"u8);
        }
    }

    /// <summary>Writes the common prefixes.</summary>
    public void WriteCommonPrefixes(S3XmlWriter xml, IReadOnlyList<ObjectKey> prefixes)
    {
        foreach (ObjectKey prefix in prefixes)
        {
            xml.Start("CommonPrefixes"u8);
            Encoding.Write(xml, "Prefix"u8, prefix);
            xml.End("CommonPrefixes"u8);
        }
    }
}
