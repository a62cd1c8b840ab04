using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>The header fields of a request, without such as could forge headers of later answers. For one request.</summary>
internal sealed class RequestFields(S3RequestContext context)
{
    /// <summary>The value of a field; several are joined by a comma. Null if it is absent.</summary>
    public string? Find(string name)
    {
        StringValues values = context.GetHeader(name);
        return values.Count switch
        {
            0 => null,
            1 => Checked(name, values[0] ?? ""),
            _ => Checked(name, string.Join(',', values.AsEnumerable())),
        };
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
    }

    private static bool IsVendorField(string name)
        => name.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith("x-minio-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A line break in a stored field would let its writer forge headers of later answers.</summary>
    private static string Checked(string name, string value)
        => value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0
            ? value
            : throw S3Exception.InvalidArgument(name, null, "Header values must not hold line breaks or NUL characters.");
}
