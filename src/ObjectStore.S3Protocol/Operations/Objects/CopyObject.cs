using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>Copies an object, or replaces its metadata by copying it onto itself. Source: AWS, "CopyObject".</summary>
internal sealed class CopyObject : IS3Operation
{
    private const string RedirectHeader = "x-amz-website-redirect-location";

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        RequestFields fields = exchange.Fields;
        UnsupportedFields.Check(fields);
        ObjectReference source = CopySource.Read(fields);
        bool replacesMetadata = IsReplaced(fields, "x-amz-metadata-directive");
        IsReplaced(fields, "x-amz-tagging-directive");
        RefuseSelfCopy(exchange, source, replacesMetadata);
        if (!replacesMetadata && fields.Find(RedirectHeader) is not null)
        {
            throw UnsupportedFields.NotImplemented(RedirectHeader);
        }

        CopyObjectOptions options = new()
        {
            ReplaceHeaders = replacesMetadata ? StoredFields.ReadHeaders(fields) : null,
            UserMetadata = replacesMetadata ? StoredFields.ReadUserMetadata(fields) : null,
            StorageClass = StoredFields.ReadStorageClass(fields),
            ChecksumAlgorithm = ChecksumParameters.ReadAlgorithm(fields),
            SourceConditions = Conditions.ForCopySource(fields),
            Conditions = Conditions.ForWrite(fields),
        };
        Task<StorageResult<ObjectInfo>> copy = exchange.Store
            .TryCopyObjectAsync(source, exchange.Bucket, exchange.Key, options, exchange.Aborted).AsTask();
        await SlowResponse.SendAsync(
            exchange, copy, error => CopyFailure.Of(exchange, source, error), info => SetHeaders(exchange, source, info), Write).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, ObjectInfo info)
    {
        xml.Root("CopyObjectResult"u8);
        xml.Element("LastModified"u8, info.LastModified);
        xml.ETag(info.ETag);
        ChecksumFields.WriteType(xml, info.Checksum);
        ChecksumFields.WriteValue(xml, info.Checksum, info.Parts.Count);
        xml.End("CopyObjectResult"u8);
    }

    private static void SetHeaders(S3Exchange exchange, ObjectReference source, ObjectInfo info)
    {
        exchange.SetVersion(info);
        if (source.VersionId is string sourceVersion)
        {
            exchange.Context.SetResponseHeader("x-amz-copy-source-version-id", HeaderText.ForHeader(sourceVersion));
        }
    }

    private static bool IsReplaced(RequestFields fields, string name) => fields.Find(name) switch
    {
        null or "" or "COPY" => false,
        "REPLACE" => true,
        string other => throw S3Exception.InvalidArgument(name, other, "Unknown metadata directive."),
    };

    private static void RefuseSelfCopy(S3Exchange exchange, ObjectReference source, bool replacesMetadata)
    {
        bool changesNothing = !replacesMetadata && source.VersionId is null && exchange.Fields.Find("x-amz-storage-class") is null;
        if (changesNothing && source.Bucket == exchange.Bucket && source.Key == exchange.Key)
        {
            throw new S3Exception(
                S3Errors.InvalidRequest,
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }
    }
}
