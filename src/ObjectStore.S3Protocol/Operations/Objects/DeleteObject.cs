using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Deletes an object or a version. Source: AWS, "DeleteObject".</summary>
internal sealed class DeleteObject : IS3Operation
{
    private const int NoContent = 204;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        DeleteObjectOptions options = new()
        {
            VersionId = QueryValues.ReadVersionId(exchange.Target),
            Conditions = Conditions.ForDelete(exchange.Fields),
        };
        StorageResult<DeleteObjectResult> result = await exchange.Store
            .TryDeleteObjectAsync(exchange.Bucket, exchange.Key, options, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        if (result.Value.VersionId is string versionId)
        {
            exchange.Context.SetResponseHeader("x-amz-version-id", versionId);
        }

        if (result.Value.IsDeleteMarker)
        {
            exchange.Context.SetResponseHeader("x-amz-delete-marker", "true");
        }

        await EmptyResponse.SendAsync(exchange.Context, NoContent).ConfigureAwait(false);
    }
}
