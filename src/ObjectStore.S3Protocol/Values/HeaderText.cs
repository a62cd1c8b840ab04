using System.Buffers;
using System.Text;

namespace ObjectStore.S3Protocol.Values;

/// <summary>
/// Header values are bytes that .NET shows as Latin-1 text: this turns other text into what can be sent, so that no value, however it came
/// into the store, breaks an answer or forges a header.
/// </summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> TokenCharacters
        = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Gives text as the bytes of its UTF-8 form; text within ASCII stays itself.</summary>
    public static string FromText(string text)
        => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Gives a standard header's value: text beyond Latin-1 as its UTF-8 bytes, blanks for control characters.</summary>
    public static string ForHeader(string value)
    {
        string text = IsLatin1(value) ? value : FromText(value);
        return HasControl(text) ? string.Create(text.Length, text, (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) && source[i] < 0x80 ? ' ' : source[i];
            }
        }) : text;
    }

    /// <summary>Gives a metadata value: as it is where a header can carry it, else as an encoded word of RFC 2047, as AWS does.</summary>
    public static string ForMetadata(string value)
        => IsLatin1(value) && !HasControl(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";

    /// <summary>Whether text can be part of a header's name.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\xFF');

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.Contains('\x7F', StringComparison.Ordinal);
}
