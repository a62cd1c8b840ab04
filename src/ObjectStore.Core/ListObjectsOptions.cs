namespace ObjectStore;

/// <summary>Which part of a listing to give. Immutable.</summary>
public sealed record ListObjectsOptions
{
    /// <summary>Only keys that begin with this. Default: all.</summary>
    public ObjectKey Prefix { get; init; }

    /// <summary>Keys with the same text up to the first occurrence of this after the prefix are shown as one common prefix. Default: none.</summary>
    public ObjectKey Delimiter { get; init; }

    /// <summary>Only keys after this one; if it is a common prefix of the listing, only what follows that whole group. Default: from the start.</summary>
    public ObjectKey StartAfter { get; init; }

    /// <summary>The most keys and common prefixes of a page, 0 to 1,000. Default: 1,000.</summary>
    public int MaxKeys { get; init; } = 1000;
}
