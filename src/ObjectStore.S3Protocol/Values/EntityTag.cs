namespace ObjectStore.S3Protocol.Values;

/// <summary>Entity tags as headers and documents spell them.</summary>
internal static class EntityTag
{
    /// <summary>Takes the quotes off, if there are any: clients send both spellings.</summary>
    public static string Unquote(string eTag)
    {
        string text = eTag.Trim();
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
    }

    /// <summary>Puts the quotes on.</summary>
    public static string Quote(string eTag) => $"\"{eTag}\"";

    /// <summary>Parses a list of tags (RFC 9110, sections 13.1.1 and 13.1.2), or <c>*</c>.</summary>
    /// <param name="header">The header's value.</param>
    /// <param name="isWeak">Whether a weak tag counts as the tag itself (If-None-Match) or as one that never matches (If-Match).</param>
    public static IReadOnlyList<string> ParseList(string header, bool isWeak)
    {
        List<string> tags = [];
        ReadOnlySpan<char> rest = header;
        while (!rest.IsEmpty)
        {
            int end = IndexOfSeparator(rest);
            string tag = rest[..end].Trim().ToString();
            if (tag.Length > 0)
            {
                tags.Add(isWeak && tag.StartsWith("W/\"", StringComparison.Ordinal) ? Unquote(tag[2..]) : Unquote(tag));
            }

            rest = end < rest.Length ? rest[(end + 1)..] : [];
        }

        return tags;
    }

    private static int IndexOfSeparator(ReadOnlySpan<char> text)
    {
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[i] == ',' && !isQuoted)
            {
                return i;
            }
        }

        return text.Length;
    }
}
