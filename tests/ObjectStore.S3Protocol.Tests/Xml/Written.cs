using System.Buffers;
using System.Text;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Tests.Xml;

/// <summary>What is written to an XML writer, as text.</summary>
internal static class Written
{
    public static string By(Action<S3XmlWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new S3XmlWriter(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
