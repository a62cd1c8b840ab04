using ObjectStore.S3Protocol.Operations.Buckets;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Lists the uploads under way in a bucket. Source: AWS, "ListMultipartUploads".</summary>
internal sealed class ListMultipartUploads : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ListingQuery query = ListingQuery.Read(exchange.Target, "max-uploads");
        ObjectKey keyMarker = QueryValues.ReadKey(exchange.Target, "key-marker");
        ListMultipartUploadsOptions options = new()
        {
            Prefix = query.Prefix,
            Delimiter = query.Delimiter,
            KeyMarker = keyMarker,

            // AWS: without a key marker an upload id marker does not count.
            UploadIdMarker = !keyMarker.IsEmpty && exchange.Target.GetQuery("upload-id-marker") is { Length: > 0 } marker ? marker : null,
            MaxUploads = query.PageSize,
        };
        StorageResult<MultipartUploadListing> result = await exchange.Store
            .TryListMultipartUploadsAsync(exchange.Bucket, options, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(
                exchange.Context, xml => Write(xml, exchange.Bucket, query, options, result.Value, exchange.Services.Owner))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(
        S3XmlWriter xml, string bucket, ListingQuery query, ListMultipartUploadsOptions options, MultipartUploadListing listing, Owner owner)
    {
        bool isTruncated = listing.IsTruncated && query.PageSize > 0;
        xml.Root("ListMultipartUploadsResult"u8);
        xml.Element("Bucket"u8, bucket);
        query.Encoding.Write(xml, "KeyMarker"u8, options.KeyMarker);
        xml.Element("UploadIdMarker"u8, options.UploadIdMarker ?? "");
        query.Encoding.Write(xml, "NextKeyMarker"u8, isTruncated ? listing.NextKeyMarker : default);
        xml.Element("NextUploadIdMarker"u8, isTruncated ? listing.NextUploadIdMarker ?? "" : "");
        query.Encoding.Write(xml, "Prefix"u8, query.Prefix);
        query.WriteShape(xml);
        xml.Element("MaxUploads"u8, query.PageSize);
        xml.Element("IsTruncated"u8, isTruncated);
        foreach (MultipartUploadInfo upload in listing.Uploads)
        {
            WriteUpload(xml, upload, query.Encoding, owner);
        }

        query.WriteCommonPrefixes(xml, listing.CommonPrefixes);
        xml.End("ListMultipartUploadsResult"u8);
    }

    private static void WriteUpload(S3XmlWriter xml, MultipartUploadInfo upload, KeyEncoding encoding, Owner owner)
    {
        xml.Start("Upload"u8);
        encoding.Write(xml, "Key"u8, upload.Key);
        xml.Element("UploadId"u8, upload.UploadId);
        owner.Write(xml, "Initiator"u8);
        owner.Write(xml, "Owner"u8);
        xml.Element("StorageClass"u8, upload.StorageClass);
        xml.Element("Initiated"u8, upload.InitiatedAt);
        ListParts.WriteChecksum(xml, upload);
        xml.End("Upload"u8);
    }
}
