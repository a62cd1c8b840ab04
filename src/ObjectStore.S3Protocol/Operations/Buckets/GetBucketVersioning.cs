using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Says whether a bucket keeps old versions; nothing if it never did. Source: AWS, "GetBucketVersioning".</summary>
internal sealed class GetBucketVersioning : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        StorageResult<BucketInfo> result = await exchange.Store.TryGetBucketAsync(exchange.Bucket, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(exchange.Context, xml => Write(xml, result.Value.Versioning))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, BucketVersioning versioning)
    {
        xml.Root("VersioningConfiguration"u8);
        if (versioning != BucketVersioning.Unversioned)
        {
            xml.Element("Status"u8, versioning == BucketVersioning.Enabled ? "Enabled"u8 : "Suspended"u8);
        }

        xml.End("VersioningConfiguration"u8);
    }
}
