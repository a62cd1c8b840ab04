using System.Globalization;

namespace ObjectStore.S3Protocol.Values;

/// <summary>The Range header of reads (RFC 9110, section 14.2) and x-amz-copy-source-range.</summary>
internal static class RangeHeader
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Parses one range: <c>bytes=a-b</c>, <c>bytes=a-</c> or <c>bytes=-n</c>. False for several ranges, another unit and anything
    /// malformed, which a read has to ignore.
    /// </summary>
    public static bool TryParse(string header, out ByteRange range)
    {
        range = default;
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> spec = header.AsSpan(Unit.Length).Trim();
        int dash = spec.IndexOf('-');
        if (dash < 0)
        {
            return false;
        }

        ReadOnlySpan<char> first = spec[..dash];
        ReadOnlySpan<char> last = spec[(dash + 1)..];
        return first.IsEmpty ? TryParseSuffix(last, out range) : TryParseFrom(first, last, out range);
    }

    /// <summary>Parses <c>bytes=a-b</c> and nothing else.</summary>
    public static bool TryParseExact(string header, out ByteRange range)
        => TryParse(header, out range)
            && range is { From: not null, To: not null }
            && header.StartsWith(Unit, StringComparison.Ordinal)
            && !header.Contains(' ', StringComparison.Ordinal);

    private static bool TryParseSuffix(ReadOnlySpan<char> count, out ByteRange range)
    {
        bool isNumber = TryParsePosition(count, out long value);
        range = ByteRange.Last(value);
        return isNumber;
    }

    private static bool TryParseFrom(ReadOnlySpan<char> first, ReadOnlySpan<char> last, out ByteRange range)
    {
        range = default;
        if (!TryParsePosition(first, out long from))
        {
            return false;
        }

        if (last.IsEmpty)
        {
            range = ByteRange.StartingAt(from);
            return true;
        }

        if (!TryParsePosition(last, out long to) || to < from)
        {
            return false;
        }

        range = ByteRange.FromTo(from, to);
        return true;
    }

    /// <summary>Digits only; what is beyond the range of a long is as good as the end.</summary>
    private static bool TryParsePosition(ReadOnlySpan<char> digits, out long value)
    {
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        value = long.MaxValue;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
