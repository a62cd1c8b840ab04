namespace ObjectStore;

/// <summary>A page of the parts of an upload. Immutable.</summary>
public sealed record PartListing
{
    /// <summary>The upload.</summary>
    public required MultipartUploadInfo Upload { get; init; }

    /// <summary>The parts, by number.</summary>
    public required IReadOnlyList<ObjectPart> Parts { get; init; }

    /// <summary>Whether more follows.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>The last number of the page: the next page's marker.</summary>
    public int NextPartNumberMarker { get; init; }
}
