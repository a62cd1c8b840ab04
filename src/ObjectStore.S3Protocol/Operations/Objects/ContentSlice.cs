using System.Globalization;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>The bytes of an object that an answer carries or stands for. Immutable.</summary>
/// <param name="Offset">The first byte's place.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct ContentSlice(long Offset, long Length)
{
    private const int Ok = 200;
    private const int PartialContent = 206;

    /// <summary>Sets status and headers of a read: everything but the body.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="query">What it asks for.</param>
    /// <param name="info">The version that is read.</param>
    /// <param name="isPartial">Whether a range or part was asked for and counts.</param>
    public void SetHead(S3Exchange exchange, ReadQuery query, ObjectInfo info, bool isPartial)
    {
        S3RequestContext context = exchange.Context;
        ObjectHeaderFields.Set(context, info, query.Overrides);
        bool showsRange = isPartial && Length > 0;
        if (showsRange)
        {
            context.SetResponseHeader(
                "Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{info.Size}"));
        }

        if (query.Options.PartNumber is not null && info.Parts.Count > 0)
        {
            context.SetResponseHeader("x-amz-mp-parts-count", info.Parts.Count.ToString(CultureInfo.InvariantCulture));
        }

        if (query.ShowsChecksums)
        {
            ChecksumFields.SetHeaders(context, ChecksumOf(info), info.Parts.Count, info.Checksum?.Type);
        }

        context.SetStatusCode(showsRange ? PartialContent : Ok);
        context.SetResponseContentLength(Length);
    }

    /// <summary>The stored checksum of exactly these bytes: the object's, or that of a whole part; null for any other range.</summary>
    private ObjectChecksum? ChecksumOf(ObjectInfo info)
    {
        if (Length == info.Size)
        {
            return info.Checksum;
        }

        long offset = 0;
        foreach (ObjectPart part in info.Parts)
        {
            if (offset == Offset && part.Size == Length)
            {
                return part.Checksum;
            }

            offset += part.Size;
        }

        return null;
    }
}
