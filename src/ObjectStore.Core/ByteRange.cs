namespace ObjectStore;

/// <summary>A range of bytes as HTTP asks for it (RFC 9110, section 14): resolved against the size of the version that is read.</summary>
/// <param name="From">The first byte, or null for a suffix range.</param>
/// <param name="To">The last byte, inclusive; null for "to the end"; the number of final bytes in a suffix range.</param>
public readonly record struct ByteRange(long? From, long? To)
{
    /// <summary>Bytes <paramref name="from"/> to <paramref name="to"/>, both inclusive.</summary>
    public static ByteRange FromTo(long from, long to) => new(from, to);

    /// <summary>Everything from a byte on.</summary>
    public static ByteRange StartingAt(long from) => new(from, null);

    /// <summary>The last <paramref name="count"/> bytes.</summary>
    public static ByteRange Last(long count) => new(null, count);

    /// <summary>Gives the range's place in content of a size.</summary>
    /// <returns>False if it cannot be satisfied: it begins at or after the end, is an empty suffix, or the content is empty.</returns>
    public bool TryResolve(long size, out long offset, out long length)
    {
        offset = 0;
        length = 0;
        if (From is not long from)
        {
            length = Math.Min(To.GetValueOrDefault(), size);
            offset = size - length;
            return length > 0;
        }

        if (from < 0 || from >= size || To < from)
        {
            return false;
        }

        offset = from;
        length = Math.Min(To ?? long.MaxValue, size - 1) - from + 1;
        return true;
    }
}
