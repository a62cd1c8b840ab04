using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Lists objects, version 1. Source: AWS, "ListObjects".</summary>
internal sealed class ListObjects : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ListingQuery query = ListingQuery.Read(exchange.Target);
        ObjectKey marker = QueryValues.ReadKey(exchange.Target, "marker");
        ListObjectsOptions options = new()
        {
            Prefix = query.Prefix,
            Delimiter = query.Delimiter,
            StartAfter = marker,
            MaxKeys = query.PageSize,
        };
        StorageResult<ObjectListing> result = await exchange.Store
            .TryListObjectsAsync(exchange.Bucket, options, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(
                exchange.Context, xml => Write(xml, exchange.Bucket, query, marker, result.Value, exchange.Services.Owner))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(
        S3XmlWriter xml, string bucket, ListingQuery query, ObjectKey marker, ObjectListing listing, Owner owner)
    {
        xml.Root("ListBucketResult"u8);
        xml.Element("Name"u8, bucket);
        query.Encoding.Write(xml, "Prefix"u8, query.Prefix);
        query.Encoding.Write(xml, "Marker"u8, marker);
        bool isTruncated = listing.IsTruncated && query.PageSize > 0;
        if (isTruncated && !query.Delimiter.IsEmpty)
        {
            query.Encoding.Write(xml, "NextMarker"u8, listing.NextStartAfter);
        }

        xml.Element("MaxKeys"u8, query.PageSize);
        query.WriteShape(xml);
        xml.Element("IsTruncated"u8, isTruncated);
        foreach (ObjectInfo info in listing.Objects)
        {
            ListedObject.Write(xml, info, query.Encoding, owner);
        }

        query.WriteCommonPrefixes(xml, listing.CommonPrefixes);
        xml.End("ListBucketResult"u8);
    }
}
