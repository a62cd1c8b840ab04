using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Gives a bucket's region, which is empty for us-east-1. Source: AWS, "GetBucketLocation".</summary>
internal sealed class GetBucketLocation : IS3Operation
{
    private const string DefaultRegion = "us-east-1";

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        StorageResult<BucketInfo> result = await exchange.Store.TryGetBucketAsync(exchange.Bucket, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(exchange.Context, xml => Write(xml, exchange.Services.Region))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, string region)
    {
        xml.Root("LocationConstraint"u8);
        xml.Text(region == DefaultRegion ? "" : region);
        xml.End("LocationConstraint"u8);
    }
}
