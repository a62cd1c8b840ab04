namespace ObjectStore.Engine;

/// <summary>ETags as callers spell them: with quotes, as HTTP shows them, or without, as this API does.</summary>
internal static class ETagText
{
    /// <summary>Whether a condition, <c>*</c> or a tag, holds for an ETag.</summary>
    public static bool Matches(string condition, string eTag) => condition == "*" || IsSame(condition, eTag);

    /// <summary>Whether a text spells an ETag.</summary>
    public static bool IsSame(string text, string eTag) => Unquote(text).SequenceEqual(eTag);

    private static ReadOnlySpan<char> Unquote(string text) => text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text.AsSpan(1..^1) : text;
}
