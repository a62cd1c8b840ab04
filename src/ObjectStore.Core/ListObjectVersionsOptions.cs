namespace ObjectStore;

/// <summary>Which part of a listing of versions to give. Immutable.</summary>
public sealed record ListObjectVersionsOptions
{
    /// <summary>Only keys that begin with this. Default: all.</summary>
    public ObjectKey Prefix { get; init; }

    /// <summary>Groups keys into common prefixes, as in <see cref="ListObjectsOptions.Delimiter"/>. Default: none.</summary>
    public ObjectKey Delimiter { get; init; }

    /// <summary>Only what follows this key, or this version of it. Default: from the start.</summary>
    public ObjectKey KeyMarker { get; init; }

    /// <summary>The version of <see cref="KeyMarker"/> after which to go on. Default: null, after all of them.</summary>
    public string? VersionIdMarker { get; init; }

    /// <summary>The most versions and common prefixes of a page, 0 to 1,000. Default: 1,000.</summary>
    public int MaxKeys { get; init; } = 1000;
}
