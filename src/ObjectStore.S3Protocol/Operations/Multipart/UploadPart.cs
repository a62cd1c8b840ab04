using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Stores a part. Source: AWS, "UploadPart".</summary>
internal sealed class UploadPart : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        Conditions.Refuse(exchange.Fields);
        int partNumber = QueryValues.ReadPartNumber(exchange.Target).GetValueOrDefault();
        string uploadId = QueryValues.ReadUploadId(exchange.Target);
        using RequestContent content = RequestContent.Open(exchange);
        StorageResult<ObjectPart> result = await exchange.Store.TryUploadPartAsync(
            exchange.Bucket,
            exchange.Key,
            uploadId,
            partNumber,
            content.Reader,
            content.Describe(new UploadPartOptions()),
            exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(UploadFailure.Of(exchange, result.Error)).ConfigureAwait(false);
            return;
        }

        exchange.SetETag(result.Value.ETag);
        ChecksumFields.SetHeaders(exchange.Context, result.Value.Checksum, partCount: 0, type: null);
        await EmptyResponse.SendAsync(exchange.Context).ConfigureAwait(false);
    }
}
