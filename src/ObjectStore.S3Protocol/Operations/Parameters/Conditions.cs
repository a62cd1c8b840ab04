using System.Globalization;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations.Parameters;

/// <summary>Reads the conditions of a request. A date that is none is ignored, as RFC 9110 has it.</summary>
internal static class Conditions
{
    /// <summary>The conditions of GET and HEAD; null if there are none.</summary>
    public static ReadConditions? ForRead(RequestFields fields) => Read(fields, prefix: "");

    /// <summary>The conditions on the source of a copy; null if there are none.</summary>
    public static ReadConditions? ForCopySource(RequestFields fields) => Read(fields, prefix: "x-amz-copy-source-");

    /// <summary>The conditions of Put, Copy and Complete; null if there are none.</summary>
    /// <exception cref="S3Exception">NotImplemented for what AWS does not take on writes either.</exception>
    public static WriteConditions? ForWrite(RequestFields fields)
    {
        string? ifMatch = fields.Find("if-match");
        string? ifNoneMatch = fields.Find("if-none-match");
        RefuseDates(fields);
        if (ifNoneMatch is not null && ifNoneMatch.Trim() != "*")
        {
            throw UnsupportedFields.NotImplemented("If-None-Match");
        }

        if (ifMatch is not null && ifNoneMatch is not null)
        {
            throw UnsupportedFields.NotImplemented("If-Match");
        }

        return ifMatch is null && ifNoneMatch is null
            ? null
            : new WriteConditions { IfMatch = ifMatch is null ? null : EntityTag.Unquote(ifMatch), IfNoneMatch = ifNoneMatch?.Trim() };
    }

    /// <summary>The conditions of Delete; null if there are none.</summary>
    /// <exception cref="S3Exception">NotImplemented or InvalidArgument.</exception>
    public static WriteConditions? ForDelete(RequestFields fields)
    {
        Refuse(fields, "If-None-Match");
        RefuseDates(fields);
        string? ifMatch = fields.Find("if-match");
        string? lastModified = fields.Find("x-amz-if-match-last-modified-time");
        string? size = fields.Find("x-amz-if-match-size");
        return (ifMatch ?? lastModified ?? size) is null
            ? null
            : new WriteConditions
            {
                IfMatch = ifMatch is null ? null : EntityTag.Unquote(ifMatch),
                IfLastModified = lastModified is null ? null : ParseTime("x-amz-if-match-last-modified-time", lastModified),
                IfSize = size is null ? null : ParseSize("x-amz-if-match-size", size),
            };
    }

    /// <summary>Refuses conditions where nothing becomes visible that they could be about: beginning an upload, and its parts.</summary>
    /// <exception cref="S3Exception">NotImplemented.</exception>
    public static void Refuse(RequestFields fields)
    {
        RefuseDates(fields);
        Refuse(fields, "If-Match");
        Refuse(fields, "If-None-Match");
    }

    private static ReadConditions? Read(RequestFields fields, string prefix)
    {
        string? ifMatch = fields.Find(prefix + "if-match");
        string? ifNoneMatch = fields.Find(prefix + "if-none-match");
        string? ifModifiedSince = fields.Find(prefix + "if-modified-since");
        string? ifUnmodifiedSince = fields.Find(prefix + "if-unmodified-since");
        return (ifMatch ?? ifNoneMatch ?? ifModifiedSince ?? ifUnmodifiedSince) is null
            ? null
            : new ReadConditions
            {
                IfMatch = ifMatch is null ? null : EntityTag.ParseList(ifMatch, isWeak: false),
                IfNoneMatch = ifNoneMatch is null ? null : EntityTag.ParseList(ifNoneMatch, isWeak: true),
                IfModifiedSince = ParseTime(ifModifiedSince),
                IfUnmodifiedSince = ParseTime(ifUnmodifiedSince),
            };
    }

    private static void RefuseDates(RequestFields fields)
    {
        Refuse(fields, "If-Modified-Since");
        Refuse(fields, "If-Unmodified-Since");
    }

    private static void Refuse(RequestFields fields, string name)
    {
        if (fields.Find(name) is not null)
        {
            throw UnsupportedFields.NotImplemented(name);
        }
    }

    private static DateTimeOffset? ParseTime(string? text)
        => text is not null && HttpDate.TryParse(text.Trim(), out DateTimeOffset time) ? time : null;

    private static DateTimeOffset ParseTime(string name, string text)
        => HttpDate.TryParse(text.Trim(), out DateTimeOffset time) || HttpDate.TryParseIso(text.Trim(), out time)
            ? time
            : throw S3Exception.InvalidArgument(name, text);

    private static long ParseSize(string name, string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : throw S3Exception.InvalidArgument(name, text);
}
