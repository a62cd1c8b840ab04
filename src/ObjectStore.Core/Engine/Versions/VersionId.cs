using System.Buffers.Text;
using ObjectStore.Metadata;

namespace ObjectStore.Engine.Versions;

/// <summary>Version ids: the stamp of the version's transaction as 16 characters of base64url, so that an id gives a point read.</summary>
internal static class VersionId
{
    /// <summary>The id of the null version.</summary>
    public const string Null = "null";

    private const int TextLength = 16;

    public static string Format(CommitStamp stamp)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.Size];
        stamp.Write(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Parses what <see cref="Format"/> gave, and nothing else: 12 bytes fill 16 characters to the last bit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CommitStamp stamp)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.Size];
        stamp = default;

        // The decoder skips white space, which would make several texts of one id.
        if (text.Length != TextLength || text.ContainsAny(" \t\r\n=") || !Base64Url.TryDecodeFromChars(text, bytes, out int written) || written != bytes.Length)
        {
            return false;
        }

        stamp = CommitStamp.Read(bytes);
        return true;
    }
}
