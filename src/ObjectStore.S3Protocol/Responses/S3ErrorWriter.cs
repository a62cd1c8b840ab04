using System.Text;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Answers with an error. Source: AWS, "REST error responses".</summary>
internal static class S3ErrorWriter
{
    /// <summary>Sends an error response: no body for HEAD and 304.</summary>
    public static ValueTask SendAsync(S3RequestContext context, ErrorSubject subject, S3Failure failure)
    {
        foreach ((string name, string value) in failure.Headers)
        {
            context.SetResponseHeader(name, value);
        }

        int status = failure.Error.HttpStatus;
        if (context.Method == "HEAD" || status == 304)
        {
            context.SetStatusCode(status);
            return context.StartResponseAsync(context.RequestAborted);
        }

        return XmlResponse.SendAsync(context, xml => Write(xml, subject, failure), status);
    }

    /// <summary>Writes the error document's root. It has no namespace.</summary>
    public static void Write(S3XmlWriter xml, ErrorSubject subject, S3Failure failure)
    {
        xml.Start("Error"u8);
        xml.Element("Code"u8, failure.Error.Code);
        xml.Element("Message"u8, failure.Message);
        foreach ((string name, string value) in failure.Elements)
        {
            xml.Element(Encoding.ASCII.GetBytes(name), value);
        }

        WriteSubject(xml, subject, failure);
        xml.End("Error"u8);
    }

    private static void WriteSubject(S3XmlWriter xml, ErrorSubject subject, S3Failure failure)
    {
        if (!subject.Key.IsEmpty && !Has(failure, "Key"))
        {
            xml.Element("Key"u8, subject.Key.Utf8.Span);
        }

        if (subject.Bucket.Length > 0 && !Has(failure, "BucketName"))
        {
            xml.Element("BucketName"u8, subject.Bucket);
        }

        xml.Element("Resource"u8, subject.Resource);
        xml.Element("RequestId"u8, subject.RequestId);
        xml.Element("HostId"u8, subject.HostId);
    }

    private static bool Has(S3Failure failure, string element) => failure.Elements.Any(each => each.Key == element);
}
