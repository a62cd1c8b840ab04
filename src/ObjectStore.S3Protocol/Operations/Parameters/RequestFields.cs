using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>
/// The header fields of a request. In a presigned request an <c>x-amz-*</c> field may stand in the query instead: SDKs move them there when
/// they presign, and the signature covers them. For one request.
/// </summary>
internal sealed class RequestFields(S3RequestContext context, RequestTarget target, bool isPresigned)
{
    private const string AmazonPrefix = "x-amz-";

    /// <summary>The value of a field; several are joined by a comma. Null if it is absent.</summary>
    public string? Find(string name)
    {
        StringValues values = context.GetHeader(name);
        if (values.Count > 0)
        {
            return Checked(name, values.Count == 1 ? values[0] ?? "" : string.Join(',', values.AsEnumerable()));
        }

        return isPresigned && name.StartsWith(AmazonPrefix, StringComparison.Ordinal) ? FindInQuery(name) : null;
    }

    /// <summary>All fields whose names begin with <c>x-amz-</c> or <c>x-minio-</c>, names in lower case, one entry each time a field occurs.</summary>
    public IEnumerable<KeyValuePair<string, string>> VendorFields()
    {
        foreach ((string name, StringValues values) in context.Headers)
        {
            if (IsVendorField(name))
            {
                foreach (string? value in values)
                {
                    yield return new(name.ToLowerInvariant(), Checked(name, value ?? ""));
                }
            }
        }

        if (!isPresigned)
        {
            yield break;
        }

        foreach (QueryParameter parameter in target.Query)
        {
            // As with Find, a field of the head goes before one of the query.
            if (IsVendorField(parameter.Name) && context.GetHeader(parameter.Name).Count == 0)
            {
                yield return new(parameter.Name.ToLowerInvariant(), Checked(parameter.Name, HeaderText.FromText(parameter.Value)));
            }
        }
    }

    private string? FindInQuery(string name)
    {
        foreach (QueryParameter parameter in target.Query)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Checked(name, HeaderText.FromText(parameter.Value));
            }
        }

        return null;
    }

    private static bool IsVendorField(string name)
        => name.StartsWith(AmazonPrefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-minio-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A line break in a stored field would let its writer forge headers of later answers.</summary>
    private static string Checked(string name, string value)
        => value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0
            ? value
            : throw S3Exception.InvalidArgument(name, null, "Header values must not hold line breaks or NUL characters.");
}
