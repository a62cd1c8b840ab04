using ObjectStore.Metadata;

namespace ObjectStore.Engine.Versions;

/// <summary>Version ids: the stamp of the version's transaction as 16 characters of base64url, so that an id gives a point read.</summary>
internal static class VersionId
{
    /// <summary>The id of the null version.</summary>
    public const string Null = "null";

    public static string Format(CommitStamp stamp)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.Size];
        stamp.Write(bytes);
        return UrlSafeText.Encode(bytes);
    }

    /// <summary>Parses what <see cref="Format"/> gave, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CommitStamp stamp)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.Size];
        bool isValid = UrlSafeText.TryDecode(text, bytes);
        stamp = isValid ? CommitStamp.Read(bytes) : default;
        return isValid;
    }
}
