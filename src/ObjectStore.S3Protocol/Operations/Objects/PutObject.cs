using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Stores an object. Source: AWS, "PutObject".</summary>
internal sealed class PutObject : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        PutObjectOptions options = new()
        {
            Headers = StoredFields.ReadHeaders(exchange.Fields),
            UserMetadata = StoredFields.ReadUserMetadata(exchange.Fields),
            StorageClass = StoredFields.ReadStorageClass(exchange.Fields),
            Conditions = Conditions.ForWrite(exchange.Fields),
        };
        using RequestContent content = RequestContent.Open(exchange);
        StorageResult<ObjectInfo> result = await exchange.Store.TryPutObjectAsync(
            exchange.Bucket, exchange.Key, content.Reader, content.Describe(options), exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        exchange.SetETag(result.Value.ETag);
        exchange.SetVersion(result.Value);
        ChecksumFields.SetHeaders(exchange.Context, result.Value.Checksum);
        await EmptyResponse.SendAsync(exchange.Context).ConfigureAwait(false);
    }
}
