using System.Globalization;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>The forms in which a request says when it was signed.</summary>
internal static class SigningTime
{
    private const string BasicFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Reads <c>yyyyMMddTHHmmssZ</c>.</summary>
    public static bool TryParseBasic(string text, out DateTimeOffset time)
        => DateTimeOffset.TryParseExact(text, BasicFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Reads <c>yyyyMMddTHHmmssZ</c> or the form of the Date header, <c>Fri, 24 May 2013 00:00:00 GMT</c>.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
        => TryParseBasic(text, out time)
            || DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>Gives <c>yyyyMMddTHHmmssZ</c>.</summary>
    public static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString(BasicFormat, CultureInfo.InvariantCulture);

    /// <summary>Gives <c>yyyy-MM-ddTHH:mm:ssZ</c>, as error documents show times.</summary>
    public static string FormatForDocument(DateTimeOffset time)
        => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether it is a day as <c>yyyyMMdd</c>.</summary>
    public static bool IsDate(ReadOnlySpan<char> text)
        => DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
