using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Streaming;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Lists the parts of an upload. Source: AWS, "ListParts".</summary>
internal sealed class ListParts : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ListPartsOptions options = new()
        {
            PartNumberMarker = QueryValues.ReadPartNumberMarker(exchange.Target),
            MaxParts = QueryValues.ReadPageSize(exchange.Target, "max-parts"),
        };
        string uploadId = QueryValues.ReadUploadId(exchange.Target);
        KeyEncoding encoding = QueryValues.ReadEncoding(exchange.Target);
        StorageResult<PartListing> result = await exchange.Store
            .TryListPartsAsync(exchange.Bucket, exchange.Key, uploadId, options, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(exchange.Context, xml => Write(xml, result.Value, options, encoding, exchange.Services.Owner))
            : exchange.FailAsync(UploadFailure.Of(exchange, result.Error))).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, PartListing listing, ListPartsOptions options, KeyEncoding encoding, Owner owner)
    {
        MultipartUploadInfo upload = listing.Upload;
        bool isTruncated = listing.IsTruncated && options.MaxParts > 0;
        xml.Root("ListPartsResult"u8);
        xml.Element("Bucket"u8, upload.Bucket);
        encoding.Write(xml, "Key"u8, upload.Key);
        xml.Element("UploadId"u8, upload.UploadId);
        owner.Write(xml, "Initiator"u8);
        owner.Write(xml, "Owner"u8);
        xml.Element("StorageClass"u8, upload.StorageClass);
        xml.Element("PartNumberMarker"u8, options.PartNumberMarker);
        xml.Element("NextPartNumberMarker"u8, listing.Parts.Count > 0 ? listing.Parts[^1].Number : 0);
        xml.Element("MaxParts"u8, options.MaxParts);
        if (encoding.IsUrl)
        {
            xml.Element("EncodingType"u8, "url"u8);
        }

        xml.Element("IsTruncated"u8, isTruncated);
        foreach (ObjectPart part in listing.Parts)
        {
            WritePart(xml, part);
        }

        WriteChecksum(xml, upload);
        xml.End("ListPartsResult"u8);
    }

    /// <summary>Writes the checksum that an upload keeps, if it keeps one.</summary>
    internal static void WriteChecksum(S3XmlWriter xml, MultipartUploadInfo upload)
    {
        if (upload.ChecksumAlgorithm is ChecksumAlgorithm algorithm)
        {
            xml.Element("ChecksumAlgorithm"u8, ChecksumNames.GetName(algorithm));
        }

        if (upload.ChecksumType is ChecksumType type)
        {
            xml.Element("ChecksumType"u8, ChecksumText.NameOf(type));
        }
    }

    private static void WritePart(S3XmlWriter xml, ObjectPart part)
    {
        xml.Start("Part"u8);
        xml.Element("PartNumber"u8, part.Number);
        xml.Element("LastModified"u8, part.LastModified);
        xml.ETag(part.ETag);
        xml.Element("Size"u8, part.Size);
        ChecksumFields.WriteValue(xml, part.Checksum);
        xml.End("Part"u8);
    }
}
