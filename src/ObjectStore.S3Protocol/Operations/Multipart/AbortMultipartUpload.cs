using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Gives up a multipart upload. Source: AWS, "AbortMultipartUpload".</summary>
internal sealed class AbortMultipartUpload : IS3Operation
{
    private const int NoContent = 204;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        string uploadId = QueryValues.ReadUploadId(exchange.Target);
        StorageResult<MultipartUploadInfo> result = await exchange.Store
            .TryAbortMultipartUploadAsync(exchange.Bucket, exchange.Key, uploadId, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? EmptyResponse.SendAsync(exchange.Context, NoContent)
            : exchange.FailAsync(UploadFailure.Of(exchange, result.Error))).ConfigureAwait(false);
    }
}
