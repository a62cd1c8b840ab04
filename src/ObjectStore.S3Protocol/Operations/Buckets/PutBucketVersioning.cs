using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Sets whether a bucket keeps old versions. Deleting with a second factor does not exist. Source: AWS, "PutBucketVersioning".</summary>
internal sealed class PutBucketVersioning : IS3Operation
{
    private const int MaxDocumentBytes = 64 << 10;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        using RequestDocument document = await RequestDocument.ReadAsync(exchange, MaxDocumentBytes).ConfigureAwait(false);
        (BucketVersioning versioning, bool isMfaDeleteEnabled) = VersioningConfigurationParser.Parse(document.Bytes);
        if (isMfaDeleteEnabled)
        {
            throw new S3Exception(S3Errors.NotImplemented, "The element MfaDelete implies functionality that is not implemented.");
        }

        StorageResult<BucketInfo> result = await exchange.Store
            .TrySetBucketVersioningAsync(exchange.Bucket, versioning, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess ? EmptyResponse.SendAsync(exchange.Context) : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }
}
