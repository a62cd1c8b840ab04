using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Says whether a bucket exists; its region stands in the answer either way. Source: AWS, "HeadBucket".</summary>
internal sealed class HeadBucket : IS3Operation
{
    /// <summary>The header with the region, which answers that refuse the request have too.</summary>
    public const string RegionHeader = "x-amz-bucket-region";

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        StorageResult<BucketInfo> result = await exchange.Store.TryGetBucketAsync(exchange.Bucket, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        exchange.Context.SetResponseHeader("x-amz-access-point-alias", "false");
        exchange.Context.SetResponseHeader("Content-Type", XmlResponse.ContentType);
        await EmptyResponse.SendAsync(exchange.Context).ConfigureAwait(false);
    }
}
