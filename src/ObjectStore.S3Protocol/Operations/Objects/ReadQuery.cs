using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>What GET and HEAD ask for. Immutable.</summary>
internal sealed record ReadQuery
{
    /// <summary>What the store is asked for.</summary>
    public required GetObjectOptions Options { get; init; }

    /// <summary>The ETag or date (If-Range) that the object must still have for the range to count; null if it always does.</summary>
    public string? IfRange { get; init; }

    /// <summary>Whether stored checksums are shown.</summary>
    public bool ShowsChecksums { get; init; }

    /// <summary>Headers that replace the stored ones.</summary>
    public ObjectHeaders Overrides { get; init; } = ObjectHeaders.None;

    /// <summary>Reads the request.</summary>
    /// <exception cref="S3Exception">The request is refused.</exception>
    public static ReadQuery Read(S3Exchange exchange)
    {
        UnsupportedFields.Check(exchange.Fields);
        string? rangeHeader = exchange.Fields.Find("range");
        int? partNumber = QueryValues.ReadPartNumber(exchange.Target);
        if (rangeHeader is not null && partNumber is not null)
        {
            throw new S3Exception(S3Errors.InvalidRequest, "Cannot specify both Range header and partNumber query parameter");
        }

        ByteRange? range = rangeHeader is not null && RangeHeader.TryParse(rangeHeader, out ByteRange parsed) ? parsed : null;
        return new ReadQuery
        {
            Options = new GetObjectOptions
            {
                VersionId = QueryValues.ReadVersionId(exchange.Target),
                Range = range,
                PartNumber = partNumber,
                Conditions = Conditions.ForRead(exchange.Fields),
            },
            IfRange = range is null ? null : exchange.Fields.Find("if-range"),
            ShowsChecksums = "ENABLED".Equals(exchange.Fields.Find("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase),
            Overrides = ResponseOverrides.Read(exchange.Target),
        };
    }

    /// <summary>Whether a version is one that the range was meant for (RFC 9110, section 13.1.5).</summary>
    public bool RangeApplies(ObjectInfo info)
        => IfRange is null
            || (HttpDate.TryParse(IfRange.Trim(), out DateTimeOffset time)
                ? info.LastModified.ToUnixTimeSeconds() == time.ToUnixTimeSeconds()
                : EntityTag.Unquote(IfRange) == info.ETag);
}
