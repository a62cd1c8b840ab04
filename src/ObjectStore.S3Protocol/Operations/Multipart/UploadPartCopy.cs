using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Objects;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>Stores a part that is a copy of an object or of a range of one. Source: AWS, "UploadPartCopy".</summary>
internal sealed class UploadPartCopy : IS3Operation
{
    private const string RangeName = "x-amz-copy-source-range";

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        Conditions.Refuse(exchange.Fields);
        int partNumber = QueryValues.ReadPartNumber(exchange.Target).GetValueOrDefault();
        string uploadId = QueryValues.ReadUploadId(exchange.Target);
        ObjectReference source = CopySource.Read(exchange.Fields);
        UploadPartCopyOptions options = new()
        {
            Range = ReadRange(exchange.Fields),
            SourceConditions = Conditions.ForCopySource(exchange.Fields),
        };
        Task<StorageResult<ObjectPart>> copy = exchange.Store.TryUploadPartCopyAsync(
            source, exchange.Bucket, exchange.Key, uploadId, partNumber, options, exchange.Aborted).AsTask();
        await SlowResponse.SendAsync(exchange, copy, error => FailureOf(exchange, source, error), _ => SetHeaders(exchange, source), Write)
            .ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, ObjectPart part)
    {
        xml.Root("CopyPartResult"u8);
        xml.Element("LastModified"u8, part.LastModified);
        xml.ETag(part.ETag);
        ChecksumFields.WriteValue(xml, part.Checksum);
        xml.End("CopyPartResult"u8);
    }

    private static S3Failure FailureOf(S3Exchange exchange, ObjectReference source, StorageError error)
        => error.Code == StorageErrorCode.NoSuchUpload ? UploadFailure.Of(exchange, error) : CopyFailure.Of(exchange, source, error);

    private static void SetHeaders(S3Exchange exchange, ObjectReference source)
    {
        if (source.VersionId is string sourceVersion)
        {
            exchange.Context.SetResponseHeader("x-amz-copy-source-version-id", HeaderText.ForHeader(sourceVersion));
        }
    }

    private static ByteRange? ReadRange(RequestFields fields)
    {
        string? text = fields.Find(RangeName);
        if (text is null)
        {
            return null;
        }

        return RangeHeader.TryParseExact(text, out ByteRange range)
            ? range
            : throw S3Exception.InvalidArgument(
                RangeName, text, "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
    }
}
