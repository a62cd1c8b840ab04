using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Deletes an empty bucket. Source: AWS, "DeleteBucket".</summary>
internal sealed class DeleteBucket : IS3Operation
{
    private const int NoContent = 204;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        StorageResult<BucketInfo> result = await exchange.Store.TryDeleteBucketAsync(exchange.Bucket, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess ? EmptyResponse.SendAsync(exchange.Context, NoContent) : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }
}
