using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Deletes up to 1,000 objects or versions. Source: AWS, "DeleteObjects".</summary>
internal sealed class DeleteObjects : IS3Operation
{
    private const int MaxDocumentBytes = 2 << 20;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        RequireDigest(exchange.Fields);
        using RequestDocument document = await RequestDocument.ReadAsync(exchange, MaxDocumentBytes).ConfigureAwait(false);
        DeleteRequest request = DeleteRequestParser.Parse(document.Bytes);
        StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>> result = await exchange.Store
            .TryDeleteObjectsAsync(exchange.Bucket, request.Entries, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(exchange.Context, xml => Write(xml, request, result.Value))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, DeleteRequest request, IReadOnlyList<StorageResult<DeleteObjectResult>> results)
    {
        xml.Root("DeleteResult"u8);
        for (int i = 0; i < results.Count; i++)
        {
            DeleteObjectEntry entry = request.Entries[i];
            if (!results[i].IsSuccess)
            {
                WriteError(xml, entry, results[i].Error!);
            }
            else if (!request.IsQuiet)
            {
                WriteDeleted(xml, entry, results[i].Value);
            }
        }

        xml.End("DeleteResult"u8);
    }

    private static void WriteDeleted(S3XmlWriter xml, DeleteObjectEntry entry, DeleteObjectResult result)
    {
        xml.Start("Deleted"u8);
        xml.Element("Key"u8, entry.Key.Utf8.Span);
        xml.OptionalElement("VersionId"u8, entry.Options?.VersionId);
        if (result.IsDeleteMarker)
        {
            xml.Element("DeleteMarker"u8, true);
            xml.OptionalElement("DeleteMarkerVersionId"u8, result.VersionId);
        }

        xml.End("Deleted"u8);
    }

    private static void WriteError(S3XmlWriter xml, DeleteObjectEntry entry, StorageError error)
    {
        S3Failure failure = StorageErrorMapping.Map(error);
        xml.Start("Error"u8);
        xml.Element("Key"u8, entry.Key.Utf8.Span);
        xml.OptionalElement("VersionId"u8, entry.Options?.VersionId);
        xml.Element("Code"u8, failure.Error.Code);
        xml.Element("Message"u8, failure.Message);
        xml.End("Error"u8);
    }

    /// <summary>A body that arrives damaged would delete the wrong objects: AWS asks for a digest of it, of whatever kind.</summary>
    private static void RequireDigest(RequestFields fields)
    {
        if (fields.Find("content-md5") is null
            && fields.Find("x-amz-trailer") is null
            && !fields.VendorFields().Any(field => field.Key.StartsWith("x-amz-checksum-", StringComparison.Ordinal)))
        {
            throw new S3Exception(
                S3Errors.InvalidRequest, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
    }
}
