using System.Globalization;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>The forms in which a request says when it was signed.</summary>
internal static class SigningTime
{
    private const int DateLength = 8;
    private const int BasicLength = 16;
    private const string BasicFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Reads <c>yyyyMMddTHHmmssZ</c>.</summary>
    public static bool TryParseBasic(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != BasicLength || text[8] != 'T' || text[15] != 'Z' || !TryParseDate(text[..8], out DateOnly date))
        {
            return false;
        }

        int hour = TwoDigits(text[9..]);
        int minute = TwoDigits(text[11..]);
        int second = TwoDigits(text[13..]);
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new DateTimeOffset(date.ToDateTime(new TimeOnly(hour, minute, second), DateTimeKind.Utc));
        return true;
    }

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
    public static bool IsDate(ReadOnlySpan<char> text) => TryParseDate(text, out _);

    /// <summary>Reads <c>yyyyMMdd</c>. Every request has two of them: the general parser takes many times as long.</summary>
    private static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != DateLength)
        {
            return false;
        }

        int century = TwoDigits(text);
        int yearOfCentury = TwoDigits(text[2..]);
        int month = TwoDigits(text[4..]);
        int day = TwoDigits(text[6..]);
        int year = (century * 100) + yearOfCentury;
        if (century < 0 || yearOfCentury < 0 || year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>The number of the first two characters; -1 if they are not two decimal digits.</summary>
    private static int TwoDigits(ReadOnlySpan<char> text)
        => char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) ? ((text[0] - '0') * 10) + text[1] - '0' : -1;
}
