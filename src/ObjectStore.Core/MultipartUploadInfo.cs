namespace ObjectStore;

/// <summary>A multipart upload under way. Immutable.</summary>
public sealed record MultipartUploadInfo
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The upload's id: opaque, URL-safe text.</summary>
    public required string UploadId { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTimeOffset InitiatedAt { get; init; }

    /// <summary>The storage class of the object to be. Default: <see cref="StorageClasses.Standard"/>.</summary>
    public string StorageClass { get; init; } = StorageClasses.Standard;

    /// <summary>The checksum its parts have, if any.</summary>
    public ChecksumAlgorithm? ChecksumAlgorithm { get; init; }

    /// <summary>What the object's checksum will cover, if it has one.</summary>
    public ChecksumType? ChecksumType { get; init; }
}
