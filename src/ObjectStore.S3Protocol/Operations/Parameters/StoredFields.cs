using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Reads the fields that are kept with an object: standard headers, user metadata, storage class.</summary>
internal static class StoredFields
{
    private const string MetadataPrefix = "x-amz-meta-";

    /// <summary>The standard headers.</summary>
    public static ObjectHeaders ReadHeaders(RequestFields fields) => new()
    {
        ContentType = NullIfEmpty(fields.Find("content-type")),
        ContentEncoding = NullIfEmpty(Streaming.ContentEncoding.WithoutAwsChunked(fields.Find("content-encoding"))),
        ContentDisposition = NullIfEmpty(fields.Find("content-disposition")),
        ContentLanguage = NullIfEmpty(fields.Find("content-language")),
        CacheControl = NullIfEmpty(fields.Find("cache-control")),
        Expires = NullIfEmpty(fields.Find("expires")),
        WebsiteRedirectLocation = NullIfEmpty(fields.Find("x-amz-website-redirect-location")),
    };

    /// <summary>The user metadata: names in lower case without prefix, values as given, several of one name joined by a comma.</summary>
    /// <exception cref="S3Exception">NotImplemented for metadata that asks MinIO to unpack an archive.</exception>
    public static IReadOnlyDictionary<string, string>? ReadUserMetadata(RequestFields fields)
    {
        Dictionary<string, string>? metadata = null;
        foreach ((string name, string value) in fields.VendorFields())
        {
            if (!name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            string suffix = name[MetadataPrefix.Length..];
            if (suffix == "snowball-auto-extract")
            {
                throw UnsupportedFields.NotImplemented(name);
            }

            metadata ??= new Dictionary<string, string>(StringComparer.Ordinal);
            metadata[suffix] = metadata.TryGetValue(suffix, out string? earlier) ? $"{earlier},{value}" : value;
        }

        return metadata;
    }

    /// <summary>
    /// The storage class; null if none is asked for. REDUCED_REDUNDANCY is kept and shown, and stored as safely as STANDARD, which is more than it asks for.
    /// </summary>
    /// <exception cref="S3Exception">InvalidStorageClass.</exception>
    public static string? ReadStorageClass(RequestFields fields) => fields.Find("x-amz-storage-class") switch
    {
        null or "" => null,
        StorageClasses.Standard => StorageClasses.Standard,
        StorageClasses.ReducedRedundancy => StorageClasses.ReducedRedundancy,
        string other => throw new S3Exception(S3Errors.InvalidStorageClass).WithElement("StorageClassRequested", other),
    };

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
