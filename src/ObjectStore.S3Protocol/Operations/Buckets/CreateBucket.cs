using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Creates a bucket. Source: AWS, "CreateBucket".</summary>
internal sealed class CreateBucket : IS3Operation
{
    private const int MaxDocumentBytes = 64 << 10;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        using RequestDocument document = await RequestDocument.ReadAsync(exchange, MaxDocumentBytes).ConfigureAwait(false);
        if (!document.Bytes.IsEmpty)
        {
            CheckConfiguration(CreateBucketConfigurationParser.Parse(document.Bytes), exchange.Services);
        }

        StorageResult<BucketInfo> result = await exchange.Store.TryCreateBucketAsync(exchange.Bucket, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        exchange.Context.SetResponseHeader("Location", "/" + exchange.Bucket);
        await EmptyResponse.SendAsync(exchange.Context).ConfigureAwait(false);
    }

    private static void CheckConfiguration(CreateBucketConfiguration configuration, S3Services services)
    {
        if (configuration.UnsupportedElement is string element)
        {
            throw new S3Exception(S3Errors.NotImplemented, $"The element {element} implies functionality that is not implemented.");
        }

        if (services.IsRegionFixed && configuration.LocationConstraint is { Length: > 0 } location && location != services.Region)
        {
            throw new S3Exception(
                S3Errors.IllegalLocationConstraintException,
                $"The {location} location constraint is incompatible for the region specific endpoint this request was sent to.");
        }
    }
}
