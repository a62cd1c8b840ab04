using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Buckets;

/// <summary>Lists versions and delete markers. Source: AWS, "ListObjectVersions".</summary>
internal sealed class ListObjectVersions : IS3Operation
{
    private const string NullVersion = "null";

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        ListingQuery query = ListingQuery.Read(exchange.Target);
        ListObjectVersionsOptions options = new()
        {
            Prefix = query.Prefix,
            Delimiter = query.Delimiter,
            KeyMarker = QueryValues.ReadKey(exchange.Target, "key-marker"),
            VersionIdMarker = exchange.Target.GetQuery("version-id-marker") is { Length: > 0 } marker ? marker : null,
            MaxKeys = query.PageSize,
        };
        if (options.VersionIdMarker is not null && options.KeyMarker.IsEmpty)
        {
            throw S3Exception.InvalidArgument(
                "version-id-marker", options.VersionIdMarker, "A version-id marker cannot be specified without a key marker.");
        }

        StorageResult<ObjectVersionListing> result = await exchange.Store
            .TryListObjectVersionsAsync(exchange.Bucket, options, exchange.Aborted).ConfigureAwait(false);
        await (result.IsSuccess
            ? XmlResponse.SendAsync(
                exchange.Context, xml => Write(xml, exchange.Bucket, query, options, result.Value, exchange.Services.Owner))
            : exchange.FailAsync(result.Error)).ConfigureAwait(false);
    }

    internal static void Write(
        S3XmlWriter xml, string bucket, ListingQuery query, ListObjectVersionsOptions options, ObjectVersionListing listing, Owner owner)
    {
        xml.Root("ListVersionsResult"u8);
        xml.Element("Name"u8, bucket);
        query.Encoding.Write(xml, "Prefix"u8, query.Prefix);
        query.Encoding.Write(xml, "KeyMarker"u8, options.KeyMarker);
        xml.Element("VersionIdMarker"u8, options.VersionIdMarker ?? "");
        bool isTruncated = listing.IsTruncated && query.PageSize > 0;
        if (isTruncated)
        {
            query.Encoding.Write(xml, "NextKeyMarker"u8, listing.NextKeyMarker);
            xml.OptionalElement("NextVersionIdMarker"u8, listing.NextVersionIdMarker);
        }

        xml.Element("MaxKeys"u8, query.PageSize);
        query.WriteShape(xml);
        xml.Element("IsTruncated"u8, isTruncated);
        foreach (ObjectInfo version in listing.Versions)
        {
            WriteVersion(xml, version, query.Encoding, owner);
        }

        query.WriteCommonPrefixes(xml, listing.CommonPrefixes);
        xml.End("ListVersionsResult"u8);
    }

    private static void WriteVersion(S3XmlWriter xml, ObjectInfo version, KeyEncoding encoding, Owner owner)
    {
        ReadOnlySpan<byte> name = version.IsDeleteMarker ? "DeleteMarker"u8 : "Version"u8;
        xml.Start(name);
        encoding.Write(xml, "Key"u8, version.Key);
        xml.Element("VersionId"u8, version.VersionId ?? NullVersion);
        xml.Element("IsLatest"u8, version.IsCurrent);
        xml.Element("LastModified"u8, version.LastModified);
        if (!version.IsDeleteMarker)
        {
            ListedObject.WriteContent(xml, version);
        }

        owner.Write(xml, "Owner"u8);
        xml.End(name);
    }
}
