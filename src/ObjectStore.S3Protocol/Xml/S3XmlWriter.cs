using System.Buffers;
using System.Globalization;
using System.Text;

namespace ObjectStore.S3Protocol.Xml;

/// <summary>
/// Writes the answers' XML as UTF-8 straight into a buffer. Element names are given as UTF-8 literals and are trusted; text is escaped.
/// </summary>
/// <remarks>
/// Keys may hold characters that XML 1.0 cannot carry (U+0001, U+FFFE ...). They are written as numeric references (<c>&amp;#x1;</c>), as AWS
/// does: lenient parsers read the key back exactly, strict ones refuse the document, and none is handed a key that does not exist.
/// Clients that meet such keys ask for <c>encoding-type=url</c>. White space other than blanks is written as references too, because
/// XML parsers normalise it.
/// </remarks>
internal readonly struct S3XmlWriter(IBufferWriter<byte> output)
{
    private const int MaxFormattedLength = 32;

    // Bytes that stand for themselves: not markup, not below U+0020, and not 0xEF, with which U+FFFE and U+FFFF begin.
    private static readonly SearchValues<byte> Special = SearchValues.Create(
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        (byte)'&', (byte)'<', (byte)'>', (byte)'"', 0xEF,
    ]);

    /// <summary>Writes the XML declaration.</summary>
    public void Declaration() => Raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);

    /// <summary>Opens the document's root in the S3 namespace.</summary>
    public void Root(ReadOnlySpan<byte> name)
    {
        Raw("<"u8);
        Raw(name);
        Raw(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"u8);
    }

    /// <summary>Opens an element.</summary>
    public void Start(ReadOnlySpan<byte> name)
    {
        Raw("<"u8);
        Raw(name);
        Raw(">"u8);
    }

    /// <summary>Closes an element, the root included.</summary>
    public void End(ReadOnlySpan<byte> name)
    {
        Raw("</"u8);
        Raw(name);
        Raw(">"u8);
    }

    /// <summary>Writes an element with text.</summary>
    public void Element(ReadOnlySpan<byte> name, string text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    /// <summary>Writes an element with text that is UTF-8 already.</summary>
    public void Element(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8)
    {
        Start(name);
        Text(utf8);
        End(name);
    }

    /// <summary>Writes an element with a number.</summary>
    public void Element(ReadOnlySpan<byte> name, long value)
    {
        Start(name);
        value.TryFormat(output.GetSpan(MaxFormattedLength), out int written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
        End(name);
    }

    /// <summary>Writes an element with <c>true</c> or <c>false</c>.</summary>
    public void Element(ReadOnlySpan<byte> name, bool value) => Element(name, value ? "true"u8 : "false"u8);

    /// <summary>Writes an element with a time: UTC, to the millisecond.</summary>
    public void Element(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Start(name);
        time.UtcDateTime.TryFormat(
            output.GetSpan(MaxFormattedLength), out int written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        output.Advance(written);
        End(name);
    }

    /// <summary>Writes an element with an ETag in its quotes.</summary>
    public void ETag(string eTag)
    {
        Raw("<ETag>&quot;"u8);
        Text(eTag);
        Raw("&quot;</ETag>"u8);
    }

    /// <summary>Writes an element only if there is text.</summary>
    public void OptionalElement(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            Element(name, text);
        }
    }

    /// <summary>Writes text into the current element.</summary>
    public void Text(string text)
    {
        int maxBytes = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = maxBytes > 256 ? ArrayPool<byte>.Shared.Rent(maxBytes) : null;
        try
        {
            Span<byte> utf8 = rented ?? stackalloc byte[256];
            Text(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Text(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            int special = utf8.IndexOfAny(Special);
            if (special < 0)
            {
                Raw(utf8);
                return;
            }

            Raw(utf8[..special]);
            utf8 = utf8[(special + Escape(utf8[special..]))..];
        }
    }

    /// <summary>Writes the character at the front in its escaped form; gives the number of bytes it took.</summary>
    private int Escape(scoped ReadOnlySpan<byte> utf8)
    {
        switch (utf8[0])
        {
            case (byte)'&':
                Raw("&amp;"u8);
                return 1;
            case (byte)'<':
                Raw("&lt;"u8);
                return 1;
            case (byte)'>':
                Raw("&gt;"u8);
                return 1;
            case (byte)'"':
                Raw("&quot;"u8);
                return 1;
            case 0xEF:
                return EscapeNonCharacter(utf8);
            default:
                Raw("&#x"u8);
                utf8[0].TryFormat(output.GetSpan(2), out int written, "X", CultureInfo.InvariantCulture);
                output.Advance(written);
                Raw(";"u8);
                return 1;
        }
    }

    private int EscapeNonCharacter(scoped ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFFFE"u8))
        {
            Raw("&#xFFFE;"u8);
            return 3;
        }

        if (utf8.StartsWith("\uFFFF"u8))
        {
            Raw("&#xFFFF;"u8);
            return 3;
        }

        Raw(utf8[..1]);
        return 1;
    }

    private void Raw(scoped ReadOnlySpan<byte> utf8) => output.Write(utf8);
}
