using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Reads the <c>response-*</c> parameters, which replace stored headers in one answer. Only signed requests may have them.</summary>
internal static class ResponseOverrides
{
    /// <summary>Reads them all.</summary>
    /// <exception cref="S3Exception">InvalidArgument: a value holds control characters.</exception>
    public static ObjectHeaders Read(RequestTarget target)
        => target.Query.Count == 0
            ? ObjectHeaders.None
            : new ObjectHeaders
            {
                ContentType = Read(target, "response-content-type"),
                ContentEncoding = Read(target, "response-content-encoding"),
                ContentDisposition = Read(target, "response-content-disposition"),
                ContentLanguage = Read(target, "response-content-language"),
                CacheControl = Read(target, "response-cache-control"),
                Expires = Read(target, "response-expires"),
            };

    private static string? Read(RequestTarget target, string name)
    {
        string? value = target.GetQuery(name);
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        return value.Any(char.IsControl)
            ? throw S3Exception.InvalidArgument(name, null, "Header values must not hold control characters.")
            : HeaderText.FromText(value);
    }
}
