namespace ObjectStore.Engine.Listing;

/// <summary>How a listing groups keys into common prefixes. Immutable.</summary>
/// <param name="Prefix">What every key begins with.</param>
/// <param name="Delimiter">What ends a common prefix, at its first occurrence after <paramref name="Prefix"/>; empty for no groups.</param>
internal readonly record struct KeyGrouping(ReadOnlyMemory<byte> Prefix, ReadOnlyMemory<byte> Delimiter)
{
    /// <summary>The length of the common prefix that stands for a key of the listing; 0 if the key stands for itself.</summary>
    public int GroupLength(ReadOnlySpan<byte> key)
    {
        if (Delimiter.IsEmpty || !key.StartsWith(Prefix.Span))
        {
            return 0;
        }

        int index = key[Prefix.Length..].IndexOf(Delimiter.Span);
        return index < 0 ? 0 : Prefix.Length + index + Delimiter.Length;
    }

    /// <summary>Whether a marker is itself a common prefix of the listing, so that the next page begins after the whole group.</summary>
    public bool IsGroup(ReadOnlySpan<byte> marker) => !marker.IsEmpty && GroupLength(marker) == marker.Length;
}
