using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Lists objects, version 2. Source: AWS, "ListObjectsV2".</summary>
internal sealed class ListObjectsV2 : IS3Operation
{
    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ListObjectsV2Query query = ListObjectsV2Query.Read(exchange.Target);
        ListObjectsOptions options = new()
        {
            Prefix = query.Common.Prefix,
            Delimiter = query.Common.Delimiter,
            StartAfter = query.Token is null ? query.StartAfter : ContinuationToken.Decode(query.Token),
            MaxKeys = query.Common.PageSize,
        };
        StorageResult<ObjectListing> result = await exchange.Store
            .TryListObjectsAsync(exchange.Bucket, options, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(exchange.Context, xml => Write(xml, exchange.Bucket, query, result.Value, exchange.Services.Owner))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, string bucket, ListObjectsV2Query query, ObjectListing listing, Owner owner)
    {
        ListingQuery common = query.Common;
        xml.Root("ListBucketResult"u8);
        xml.Element("Name"u8, bucket);
        common.Encoding.Write(xml, "Prefix"u8, common.Prefix);
        if (!query.StartAfter.IsEmpty)
        {
            common.Encoding.Write(xml, "StartAfter"u8, query.StartAfter);
        }

        xml.OptionalElement("ContinuationToken"u8, query.Token);
        bool isTruncated = listing.IsTruncated && common.PageSize > 0;
        xml.OptionalElement("NextContinuationToken"u8, isTruncated ? ContinuationToken.Encode(listing.NextStartAfter) : null);
        xml.Element("KeyCount"u8, listing.Objects.Count + listing.CommonPrefixes.Count);
        xml.Element("MaxKeys"u8, common.PageSize);
        common.WriteShape(xml);
        xml.Element("IsTruncated"u8, isTruncated);
        foreach (ObjectInfo info in listing.Objects)
        {
            ListedObject.Write(xml, info, common.Encoding, query.FetchesOwner ? owner : null);
        }

        common.WriteCommonPrefixes(xml, listing.CommonPrefixes);
        xml.End("ListBucketResult"u8);
    }
}
