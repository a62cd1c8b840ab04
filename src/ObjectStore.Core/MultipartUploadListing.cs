namespace ObjectStore;

/// <summary>A page of the uploads under way. Immutable.</summary>
public sealed record MultipartUploadListing
{
    /// <summary>The uploads: by key, then by the time they began.</summary>
    public required IReadOnlyList<MultipartUploadInfo> Uploads { get; init; }

    /// <summary>The common prefixes.</summary>
    public required IReadOnlyList<ObjectKey> CommonPrefixes { get; init; }

    /// <summary>Whether more follows.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>The next page's key marker. Empty unless truncated.</summary>
    public ObjectKey NextKeyMarker { get; init; }

    /// <summary>The next page's upload id marker; null after a common prefix or unless truncated.</summary>
    public string? NextUploadIdMarker { get; init; }
}
