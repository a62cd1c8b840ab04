using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Refuses fields that ask for what the store does not do: nothing is accepted and then not done.</summary>
internal static class UnsupportedFields
{
    private static readonly string[] RefusedPrefixes =
    [
        "x-amz-server-side-encryption",
        "x-amz-copy-source-server-side-encryption",
        "x-amz-object-lock-",
        "x-amz-grant-",
        "x-minio-",
    ];

    private static readonly string[] CannedAcls =
    [
        "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read",
        "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write",
    ];

    /// <summary>Checks every vendor field of a request.</summary>
    /// <exception cref="S3Exception">NotImplemented, naming the field; InvalidArgument for an ACL that does not exist.</exception>
    public static void Check(RequestFields fields)
    {
        foreach ((string name, string value) in fields.VendorFields())
        {
            if (name == "x-amz-acl" && Array.IndexOf(CannedAcls, value) < 0)
            {
                throw S3Exception.InvalidArgument(name, value);
            }

            if (IsRefused(name, value))
            {
                throw NotImplemented(name);
            }
        }
    }

    /// <summary>The error that names a field.</summary>
    public static S3Exception NotImplemented(string name)
        => new S3Exception(S3Errors.NotImplemented, $"The header {name} implies functionality that is not implemented.").WithElement("Header", name);

    private static bool IsRefused(string name, string value) => name switch
    {
        "x-amz-acl" => value is not ("private" or "bucket-owner-full-control"),
        "x-amz-tagging" => value.Length > 0,
        "x-amz-write-offset-bytes" => true,
        "x-amz-object-ownership" => value != "BucketOwnerEnforced",
        "x-amz-bucket-namespace" => value != "global",
        "x-amz-bucket-object-lock-enabled" => !value.Equals("false", StringComparison.OrdinalIgnoreCase),
        "x-amz-mfa" or "x-amz-if-match-initiated-time" => true,
        _ => Array.Exists(RefusedPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)),
    };
}
