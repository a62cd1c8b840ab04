using System.Security.Cryptography;
using System.Text;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>The owner of buckets and objects, as documents show it. Immutable.</summary>
/// <param name="Id">A canonical user id: 64 hexadecimal digits.</param>
/// <param name="DisplayName">The name shown beside it.</param>
internal sealed record Owner(string Id, string DisplayName)
{
    /// <summary>The owner that an access key stands for. Stable over restarts; does not give the key away.</summary>
    public static Owner Of(string accessKey)
        => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("owner:" + accessKey))), accessKey);

    /// <summary>Writes the element.</summary>
    public void Write(S3XmlWriter xml, ReadOnlySpan<byte> name)
    {
        xml.Start(name);
        xml.Element("ID"u8, Id);
        xml.Element("DisplayName"u8, DisplayName);
        xml.End(name);
    }
}
