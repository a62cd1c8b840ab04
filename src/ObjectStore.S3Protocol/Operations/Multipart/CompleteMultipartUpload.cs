using System.Globalization;
using System.Text;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Makes the object of the uploaded parts visible. Source: AWS, "CompleteMultipartUpload".</summary>
internal sealed class CompleteMultipartUpload : IS3Operation
{
    private const string SizeName = "x-amz-mp-object-size";

    // 10,000 parts with an ETag and a SHA-256 each take 1.9 MiB without any white space.
    private const int MaxDocumentBytes = 4 << 20;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        string uploadId = QueryValues.ReadUploadId(exchange.Target);
        CompleteMultipartUploadOptions options = new()
        {
            Conditions = Conditions.ForWrite(exchange.Fields),
            ExpectedChecksum = ReadExpectedChecksum(exchange.Fields),
            ExpectedSize = ReadExpectedSize(exchange.Fields),
        };
        IReadOnlyList<CompletedPart> parts = await ReadPartsAsync(exchange).ConfigureAwait(false);
        Task<StorageResult<ObjectInfo>> completion = exchange.Store.TryCompleteMultipartUploadAsync(
            exchange.Bucket, exchange.Key, uploadId, parts, options, exchange.Aborted).AsTask();
        string location = LocationOf(exchange);
        await SlowResponse.SendAsync(
            exchange,
            completion,
            error => UploadFailure.Of(exchange, error),
            exchange.SetVersion,
            (xml, info) => Write(xml, location, info)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, string location, ObjectInfo info)
    {
        xml.Root("CompleteMultipartUploadResult"u8);
        xml.Element("Location"u8, location);
        xml.Element("Bucket"u8, info.Bucket);
        xml.Element("Key"u8, info.Key.Utf8.Span);
        xml.ETag(info.ETag);
        ChecksumFields.WriteValue(xml, info.Checksum, info.Parts.Count);
        ChecksumFields.WriteType(xml, info.Checksum);
        xml.End("CompleteMultipartUploadResult"u8);
    }

    private static async ValueTask<IReadOnlyList<CompletedPart>> ReadPartsAsync(S3Exchange exchange)
    {
        using RequestDocument document = await RequestDocument.ReadObjectDocumentAsync(exchange, MaxDocumentBytes).ConfigureAwait(false);
        return document.Bytes.IsEmpty
            ? throw new S3Exception(S3Errors.InvalidRequest, "You must specify at least one part")
            : CompleteMultipartUploadParser.Parse(document.Bytes);
    }

    /// <summary>The checksum that the object must have: the headers of this request speak of the object, not of the document in its body.</summary>
    private static ObjectChecksum? ReadExpectedChecksum(RequestFields fields)
    {
        ObjectChecksum? checksum = ChecksumParameters.ReadObjectChecksum(fields);
        ChecksumType? type = ChecksumParameters.ReadType(fields);
        return checksum is null || type is null ? checksum : checksum with { Type = type.Value };
    }

    private static long? ReadExpectedSize(RequestFields fields)
    {
        string? text = fields.Find(SizeName);
        return text is null
            ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size
                : throw S3Exception.InvalidArgument(SizeName, text);
    }

    private static string LocationOf(S3Exchange exchange)
    {
        StringBuilder location = new();
        location.Append(exchange.Context.IsHttps ? "https://" : "http://").Append(exchange.Context.Host).Append(exchange.Target.RawPath);
        return location.ToString();
    }
}
