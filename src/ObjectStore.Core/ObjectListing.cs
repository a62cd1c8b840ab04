namespace ObjectStore;

/// <summary>A page of a listing. Immutable.</summary>
public sealed record ObjectListing
{
    /// <summary>The objects, in the order of their keys' bytes. Parts and user metadata are not filled in.</summary>
    public required IReadOnlyList<ObjectInfo> Objects { get; init; }

    /// <summary>The common prefixes, in the same order.</summary>
    public required IReadOnlyList<ObjectKey> CommonPrefixes { get; init; }

    /// <summary>Whether more follows.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>The last key or common prefix of the page: the next page's StartAfter. Empty unless truncated.</summary>
    public ObjectKey NextStartAfter { get; init; }
}
