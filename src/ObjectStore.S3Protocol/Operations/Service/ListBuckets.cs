using System.Globalization;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Values;
using ObjectStore.S3Protocol.Xml;

namespace ObjectStore.S3Protocol.Operations.Service;

/// <summary>Lists the buckets, all of them unless a page is asked for. Source: AWS, "ListBuckets".</summary>
internal sealed class ListBuckets : IS3Operation
{
    private const int MaxBuckets = 10_000;

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(S3Exchange exchange)
    {
        RequestTarget target = exchange.Target;
        int limit = ReadLimit(target.GetQuery("max-buckets"));
        string prefix = target.GetQuery("prefix") ?? "";
        string after = target.GetQuery("continuation-token") is { Length: > 0 } token ? ContinuationToken.Decode(token).ToString() : "";
        bool isHere = target.GetQuery("bucket-region") is not { Length: > 0 } region || region == exchange.Services.Region;
        List<BucketInfo> page = [];
        string? next = null;
        await foreach (BucketInfo bucket in exchange.Store.ListBucketsAsync(exchange.Aborted).ConfigureAwait(false))
        {
            if (!isHere || !bucket.Name.StartsWith(prefix, StringComparison.Ordinal) || string.CompareOrdinal(bucket.Name, after) <= 0)
            {
                continue;
            }

            if (page.Count == limit)
            {
                next = ContinuationToken.Encode(page[^1].Name);
                break;
            }

            page.Add(bucket);
        }

        await XmlResponse.SendAsync(exchange.Context, xml => Write(xml, exchange.Services, page, prefix, next)).ConfigureAwait(false);
    }

    internal static void Write(S3XmlWriter xml, S3Services services, IReadOnlyList<BucketInfo> page, string prefix, string? next)
    {
        xml.Root("ListAllMyBucketsResult"u8);
        services.Owner.Write(xml, "Owner"u8);
        xml.Start("Buckets"u8);
        foreach (BucketInfo bucket in page)
        {
            xml.Start("Bucket"u8);
            xml.Element("Name"u8, bucket.Name);
            xml.Element("CreationDate"u8, bucket.CreatedAt);
            xml.Element("BucketRegion"u8, services.Region);
            xml.End("Bucket"u8);
        }

        xml.End("Buckets"u8);
        xml.OptionalElement("ContinuationToken"u8, next);
        xml.OptionalElement("Prefix"u8, prefix.Length > 0 ? prefix : null);
        xml.End("ListAllMyBucketsResult"u8);
    }

    private static int ReadLimit(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return int.MaxValue;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= MaxBuckets
            ? limit
            : throw S3Exception.InvalidArgument("max-buckets", text, "max-buckets must be an integer between 1 and 10000, inclusive");
    }
}
