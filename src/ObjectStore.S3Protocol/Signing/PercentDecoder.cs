using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Undoes percent-encoding strictly: <c>%</c> always comes with two hexadecimal digits, <c>+</c> is itself, nothing is normalised.
/// </summary>
internal static class PercentDecoder
{
    // What a target may hold and stands for itself: U+0021 to U+007E without the per cent sign.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(static character => (char)character).Where(static character => character != '%')]);

    /// <summary>Decodes to bytes.</summary>
    /// <returns>False if an escape is malformed or the text holds a character that does not belong into a request target.</returns>
    public static bool TryDecode(ReadOnlySpan<char> encoded, Span<byte> destination, out int written)
    {
        written = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            char c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    return false;
                }

                destination[written++] = ToOctet(encoded[i + 1], encoded[i + 2]);
                i += 2;
            }
            else if (c is > ' ' and < '\x7f')
            {
                destination[written++] = (byte)c;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Decodes to text.</summary>
    /// <returns>False if an escape is malformed or the bytes are not well-formed UTF-8.</returns>
    public static bool TryDecode(string encoded, out string decoded)
    {
        decoded = encoded;
        if (!encoded.AsSpan().ContainsAnyExcept(Plain))
        {
            return true;
        }

        byte[] bytes = new byte[encoded.Length];
        if (!TryDecode(encoded, bytes, out int written) || !Utf8.IsValid(bytes.AsSpan(0, written)))
        {
            return false;
        }

        if (written != encoded.Length)
        {
            decoded = Encoding.UTF8.GetString(bytes, 0, written);
        }

        return true;
    }

    /// <summary>The octet that two hexadecimal digits, which they must be, stand for.</summary>
    public static byte ToOctet(char high, char low) => (byte)((HexValue(high) << 4) | HexValue(low));

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
