using System.Buffers;
using CommunityToolkit.HighPerformance.Buffers;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Answers with an XML document, whose length is known before its first byte goes out.</summary>
internal static class XmlResponse
{
    public const string ContentType = "application/xml";

    private const int InitialCapacity = 4096;

    /// <summary>Sends a document.</summary>
    /// <param name="context">The HTTP exchange.</param>
    /// <param name="writeDocument">Writes the root element.</param>
    /// <param name="statusCode">The status. Default: 200.</param>
    public static async ValueTask SendAsync(S3RequestContext context, Action<S3XmlWriter> writeDocument, int statusCode = 200)
    {
        using var document = new ArrayPoolBufferWriter<byte>(InitialCapacity);
        S3XmlWriter xml = new(document);
        xml.Declaration();
        writeDocument(xml);
        context.SetStatusCode(statusCode);
        context.SetResponseHeader("Content-Type", ContentType);
        context.SetResponseContentLength(document.WrittenCount);
        context.ResponseBody.Write(document.WrittenSpan);
        await context.ResponseBody.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
