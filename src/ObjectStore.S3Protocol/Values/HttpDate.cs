using System.Globalization;

namespace ObjectStore.S3Protocol.Values;

/// <summary>Dates of HTTP headers (RFC 9110, section 5.6.7) and of XML documents.</summary>
internal static class HttpDate
{
    private static readonly string[] HttpFormats =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyyMMdd'T'HHmmss'Z'",
    ];

    /// <summary>Parses any of the three forms of an HTTP date.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => TryParse(text, HttpFormats, out time);

    /// <summary>Parses an ISO 8601 time in UTC.</summary>
    public static bool TryParseIso(string text, out DateTimeOffset time) => TryParse(text, IsoFormats, out time);

    /// <summary>Gives a time as HTTP headers show it, to the second.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    private static bool TryParse(string text, string[] formats, out DateTimeOffset time)
        => DateTimeOffset.TryParseExact(
            text,
            formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite,
            out time);
}
