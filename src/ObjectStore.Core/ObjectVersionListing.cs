namespace ObjectStore;

/// <summary>A page of a listing of versions. Immutable.</summary>
public sealed record ObjectVersionListing
{
    /// <summary>The versions and delete markers: by key, newest first.</summary>
    public required IReadOnlyList<ObjectInfo> Versions { get; init; }

    /// <summary>The common prefixes.</summary>
    public required IReadOnlyList<ObjectKey> CommonPrefixes { get; init; }

    /// <summary>Whether more follows.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>The next page's key marker. Empty unless truncated.</summary>
    public ObjectKey NextKeyMarker { get; init; }

    /// <summary>The next page's version id marker; null after a common prefix or unless truncated.</summary>
    public string? NextVersionIdMarker { get; init; }
}
