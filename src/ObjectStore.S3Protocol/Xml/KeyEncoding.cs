using System.Buffers;

namespace ObjectStore.S3Protocol.Xml;

/// <summary>
/// How a listing shows keys, prefixes, delimiters and markers: as they are, or percent-encoded (<c>encoding-type=url</c>). A blank becomes
/// <c>%20</c>, which form decoders and plain percent decoders read alike; <c>/</c> stays.
/// </summary>
internal readonly struct KeyEncoding
{
    private const int MaxExpansion = 3;

    private static readonly SearchValues<byte> Unreserved
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/"u8);

    private KeyEncoding(bool isUrl) => IsUrl = isUrl;

    /// <summary>Keys as they are.</summary>
    public static KeyEncoding None => default;

    /// <summary>Keys percent-encoded.</summary>
    public static KeyEncoding Url => new(true);

    /// <summary>Whether keys are percent-encoded.</summary>
    public bool IsUrl { get; }

    /// <summary>Writes an element with a key.</summary>
    public void Write(S3XmlWriter xml, ReadOnlySpan<byte> name, ObjectKey key)
    {
        ReadOnlySpan<byte> utf8 = key.Utf8.Span;
        if (!IsUrl || utf8.IndexOfAnyExcept(Unreserved) < 0)
        {
            xml.Element(name, utf8);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(utf8.Length * MaxExpansion);
        try
        {
            xml.Element(name, rented.AsSpan(0, PercentEncode(utf8, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int PercentEncode(ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        int length = 0;
        foreach (byte value in utf8)
        {
            if (Unreserved.Contains(value))
            {
                destination[length++] = value;
                continue;
            }

            destination[length++] = (byte)'%';
            destination[length++] = "0123456789ABCDEF"u8[value >> 4];
            destination[length++] = "0123456789ABCDEF"u8[value & 0xF];
        }

        return length;
    }
}
