using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>The headers that tell a writer what was stored.</summary>
internal static class VersionFields
{
    /// <summary>Sets the ETag header.</summary>
    public static void SetETag(this S3Exchange exchange, string eTag) => exchange.Context.SetResponseHeader("ETag", EntityTag.Quote(eTag));

    /// <summary>Sets the header with the version's id, in a bucket that has or had versioning.</summary>
    public static void SetVersion(this S3Exchange exchange, ObjectInfo info)
    {
        if (info.VersionId is string versionId)
        {
            exchange.Context.SetResponseHeader("x-amz-version-id", versionId);
        }
    }
}
