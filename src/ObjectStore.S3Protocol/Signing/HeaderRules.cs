using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// What the <c>x-amz-*</c> headers and parameters of a request must keep to so that its signature covers all that it means.
/// </summary>
internal static class HeaderRules
{
    /// <summary>Refuses a header or parameter that occurs twice where readers could take different ones.</summary>
    /// <exception cref="S3Exception">InvalidRequest.</exception>
    public static void RefuseDuplicates(S3RequestContext context, RequestTarget target)
    {
        foreach (KeyValuePair<string, StringValues> header in context.Headers)
        {
            if (header.Value.Count > 1 && MustBeSingle(header.Key))
            {
                throw new S3Exception(S3Errors.InvalidRequest, $"The header '{header.Key}' occurs more than once.");
            }
        }

        IReadOnlyList<QueryParameter> query = target.Query;
        HashSet<string>? seen = null;
        for (int i = 0; i < query.Count; i++)
        {
            string name = query[i].Name;
            if (name.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
                && !(seen ??= new(StringComparer.OrdinalIgnoreCase)).Add(name))
            {
                throw new S3Exception(S3Errors.InvalidRequest, $"The query parameter '{name}' occurs more than once.");
            }
        }
    }

    /// <summary>Refuses <c>x-amz-*</c> headers that are not among the signed ones.</summary>
    /// <exception cref="S3Exception">AccessDenied with the element HeadersNotSigned.</exception>
    public static void RefuseUnsigned(S3RequestContext context, string signedHeaders)
    {
        List<string>? notSigned = null;
        foreach (KeyValuePair<string, StringValues> header in context.Headers)
        {
            if (header.Key.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase) && !IsSigned(header.Key, signedHeaders))
            {
                (notSigned ??= []).Add(header.Key.ToLowerInvariant());
            }
        }

        if (notSigned is not null)
        {
            notSigned.Sort(StringComparer.Ordinal);
            throw new S3Exception(S3Errors.AccessDenied, "There were headers present in the request which were not signed")
                .WithElement("HeadersNotSigned", string.Join(", ", notSigned));
        }
    }

    private static bool MustBeSingle(string name)
        => name.Equals(AmzHeaders.Authorization, StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase) && !IsList(name));

    /// <summary>Some SDKs send these lists as one header for each entry; the entries only select what is shown.</summary>
    private static bool IsList(string name)
        => name.Equals("x-amz-object-attributes", StringComparison.OrdinalIgnoreCase)
            || name.Equals("x-amz-optional-object-attributes", StringComparison.OrdinalIgnoreCase);

    private static bool IsSigned(string name, string signedHeaders)
    {
        foreach (Range range in signedHeaders.AsSpan().Split(';'))
        {
            if (signedHeaders.AsSpan()[range].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
