using System.Globalization;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Reads typed values from a request's query. What is not of its type is InvalidArgument.</summary>
internal static class QueryValues
{
    private const int MaxPageSize = 1000;
    private const int MaxPartNumber = 10_000;

    /// <summary>The size of a page: 1,000 unless given, never more. May be 0.</summary>
    public static int ReadPageSize(RequestTarget target, string name)
    {
        string? text = target.GetQuery(name);
        return string.IsNullOrEmpty(text)
            ? MaxPageSize
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
                ? Math.Min(size, MaxPageSize)
                : throw S3Exception.InvalidArgument(name, text, $"Provided {name} not an integer or within integer range");
    }

    /// <summary>A key, prefix, delimiter or marker; empty if absent.</summary>
    public static ObjectKey ReadKey(RequestTarget target, string name) => target.GetQuery(name) is string text ? text : default(ObjectKey);

    /// <summary>How to show keys.</summary>
    public static KeyEncoding ReadEncoding(RequestTarget target) => target.GetQuery("encoding-type") switch
    {
        null or "" => KeyEncoding.None,
        "url" => KeyEncoding.Url,
        string other => throw S3Exception.InvalidArgument("encoding-type", other, "Invalid Encoding Method specified in Request"),
    };

    /// <summary>A version id; null if absent.</summary>
    public static string? ReadVersionId(RequestTarget target)
        => target.GetQuery("versionId") switch
        {
            null => null,
            "" => throw S3Exception.InvalidArgument("versionId", "", "Version id cannot be the empty string"),
            string versionId => versionId,
        };

    /// <summary>A part number, 1 to 10,000; null if absent.</summary>
    public static int? ReadPartNumber(RequestTarget target)
    {
        string? text = target.GetQuery("partNumber");
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MaxPartNumber
            ? number
            : throw S3Exception.InvalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive");
    }

    /// <summary>A part number of which parts are listed: 0 if absent, at most 10,000.</summary>
    public static int ReadPartNumberMarker(RequestTarget target)
    {
        string? text = target.GetQuery("part-number-marker");
        return string.IsNullOrEmpty(text)
            ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int marker)
                ? Math.Min(marker, MaxPartNumber)
                : throw S3Exception.InvalidArgument("part-number-marker", text, "Provided part-number-marker not an integer or within integer range");
    }

    /// <summary>The id of an upload.</summary>
    public static string ReadUploadId(RequestTarget target) => target.GetQuery("uploadId") ?? "";
}
