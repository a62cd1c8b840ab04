using System.Globalization;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Shows what is known of an object in the headers of GET and HEAD. Source: AWS, "GetObject".</summary>
internal static class ObjectHeaderFields
{
    private const string DefaultContentType = "binary/octet-stream";

    /// <summary>Sets every header that does not depend on which bytes are sent.</summary>
    /// <param name="context">The HTTP exchange.</param>
    /// <param name="info">The version.</param>
    /// <param name="overrides">Headers that replace the stored ones where they are set.</param>
    public static void Set(S3RequestContext context, ObjectInfo info, ObjectHeaders overrides)
    {
        context.SetResponseHeader("ETag", EntityTag.Quote(info.ETag));
        context.SetResponseHeader("Last-Modified", HttpDate.Format(info.LastModified));
        context.SetResponseHeader("Accept-Ranges", "bytes");
        SetStandard(context, info.Headers, overrides);
        SetMetadata(context, info.UserMetadata);
        SetIfPresent(context, "x-amz-version-id", info.VersionId);
        SetIfPresent(context, "x-amz-website-redirect-location", info.Headers.WebsiteRedirectLocation);
        if (info.StorageClass != StorageClasses.Standard)
        {
            context.SetResponseHeader("x-amz-storage-class", info.StorageClass);
        }

        if (!string.IsNullOrEmpty(info.Tagging))
        {
            context.SetResponseHeader("x-amz-tagging-count", (info.Tagging.AsSpan().Count('&') + 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void SetStandard(S3RequestContext context, ObjectHeaders stored, ObjectHeaders overrides)
    {
        SetIfPresent(context, "Content-Type", overrides.ContentType ?? stored.ContentType ?? DefaultContentType);
        SetIfPresent(context, "Content-Encoding", overrides.ContentEncoding ?? stored.ContentEncoding);
        SetIfPresent(context, "Content-Disposition", overrides.ContentDisposition ?? stored.ContentDisposition);
        SetIfPresent(context, "Content-Language", overrides.ContentLanguage ?? stored.ContentLanguage);
        SetIfPresent(context, "Cache-Control", overrides.CacheControl ?? stored.CacheControl);
        SetIfPresent(context, "Expires", overrides.Expires ?? stored.Expires);
    }

    /// <summary>Metadata whose name no header can carry was stored in-process; it is counted instead of shown, as AWS does.</summary>
    private static void SetMetadata(S3RequestContext context, IReadOnlyDictionary<string, string> metadata)
    {
        int missing = 0;
        foreach ((string name, string value) in metadata)
        {
            if (HeaderText.IsToken(name))
            {
                context.SetResponseHeader("x-amz-meta-" + name, HeaderText.ForMetadata(value));
            }
            else
            {
                missing++;
            }
        }

        if (missing > 0)
        {
            context.SetResponseHeader("x-amz-missing-meta", missing.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void SetIfPresent(S3RequestContext context, string name, string? value)
    {
        if (value is not null)
        {
            context.SetResponseHeader(name, HeaderText.ForHeader(value));
        }
    }
}
