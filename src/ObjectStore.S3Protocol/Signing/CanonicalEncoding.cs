using System.Buffers;
using System.Text;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>
/// Percent-encoding in the one form that is signed: every octet but letters, digits and <c>-._~</c> as <c>%XX</c> in upper case. Whatever
/// a client encoded or left alone, the same octets give the same form.
/// </summary>
internal static class CanonicalEncoding
{
    private static readonly SearchValues<char> Unreserved
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static readonly SearchValues<char> UnreservedAndSlash
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Writes text that is percent-encoded in any way (well formed) in the canonical form.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="encoded">The text as on the wire.</param>
    /// <param name="keepSlashes">Whether a slash, encoded or not, is written as it is: true for paths.</param>
    public static void Write(ref PooledTextWriter writer, ReadOnlySpan<char> encoded, bool keepSlashes)
    {
        for (int i = 0; i < encoded.Length; i++)
        {
            int plain = encoded[i..].IndexOfAnyExcept(keepSlashes ? UnreservedAndSlash : Unreserved);
            writer.Write(encoded.Slice(i, plain < 0 ? encoded.Length - i : plain));
            if (plain < 0)
            {
                return;
            }

            i += plain;
            byte octet = (byte)encoded[i];
            if (octet == '%')
            {
                octet = PercentDecoder.ToOctet(encoded[i + 1], encoded[i + 2]);
                i += 2;
            }

            if (IsUnreserved(octet) || (keepSlashes && octet == '/'))
            {
                writer.Write(octet);
            }
            else
            {
                writer.Write((byte)'%');
                writer.Write(HexDigit(octet >> 4));
                writer.Write(HexDigit(octet & 15));
            }
        }
    }

    /// <summary>Gives the canonical form: the text itself if it is that already.</summary>
    public static string Encode(string encoded)
    {
        if (!encoded.AsSpan().ContainsAnyExcept(Unreserved))
        {
            return encoded;
        }

        PooledTextWriter writer = new(encoded.Length * 3);
        try
        {
            Write(ref writer, encoded, keepSlashes: false);
            return Encoding.ASCII.GetString(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static bool IsUnreserved(byte octet)
        => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
