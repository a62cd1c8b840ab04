using System.Buffers;
using System.Buffers.Text;

namespace ObjectStore.Engine;

/// <summary>Ids as base64url text without padding: one text for each id.</summary>
internal static class UrlSafeText
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Encode(ReadOnlySpan<byte> id) => Base64Url.EncodeToString(id);

    /// <summary>Decodes what <see cref="Encode"/> gave, and nothing else; false for any other text or length.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> id)
    {
        int textLength = ((id.Length * 8) + 5) / 6;

        // The last character may have bits that belong to no byte: only the text that encoding gives is taken.
        Span<char> canonical = stackalloc char[textLength];
        return text.Length == textLength
            && !text.ContainsAnyExcept(Alphabet)
            && Base64Url.TryDecodeFromChars(text, id, out int written)
            && written == id.Length
            && Base64Url.TryEncodeToChars(id, canonical, out _)
            && text.SequenceEqual(canonical);
    }
}
