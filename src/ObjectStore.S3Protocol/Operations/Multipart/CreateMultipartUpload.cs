using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Begins a multipart upload. Source: AWS, "CreateMultipartUpload".</summary>
internal sealed class CreateMultipartUpload : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        Conditions.Refuse(exchange.Fields);
        CreateMultipartUploadOptions options = new()
        {
            Headers = StoredFields.ReadHeaders(exchange.Fields),
            UserMetadata = StoredFields.ReadUserMetadata(exchange.Fields),
            StorageClass = StoredFields.ReadStorageClass(exchange.Fields),
            ChecksumAlgorithm = ChecksumParameters.ReadAlgorithm(exchange.Fields),
            ChecksumType = ChecksumParameters.ReadType(exchange.Fields),
        };
        ChecksumParameters.CheckCombination(options.ChecksumAlgorithm, options.ChecksumType);
        StorageResult<MultipartUploadInfo> result = await exchange.Store
            .TryCreateMultipartUploadAsync(exchange.Bucket, exchange.Key, options, exchange.Aborted).ConfigureAwait(false);
        if (!result.IsSuccess)
        {
            await exchange.FailAsync(result.Error).ConfigureAwait(false);
            return;
        }

        SetChecksumHeaders(exchange.Context, result.Value);
        await XmlResponse.SendAsync(exchange.Context, xml => Write(xml, result.Value)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, MultipartUploadInfo upload)
    {
        xml.Root("InitiateMultipartUploadResult"u8);
        xml.Element("Bucket"u8, upload.Bucket);
        xml.Element("Key"u8, upload.Key.Utf8.Span);
        xml.Element("UploadId"u8, upload.UploadId);
        xml.End("InitiateMultipartUploadResult"u8);
    }

    private static void SetChecksumHeaders(S3RequestContext context, MultipartUploadInfo upload)
    {
        if (upload.ChecksumAlgorithm is ChecksumAlgorithm algorithm)
        {
            context.SetResponseHeader("x-amz-checksum-algorithm", ChecksumNames.GetName(algorithm));
        }

        if (upload.ChecksumType is ChecksumType type)
        {
            context.SetResponseHeader("x-amz-checksum-type", ChecksumText.NameOf(type));
        }
    }
}
