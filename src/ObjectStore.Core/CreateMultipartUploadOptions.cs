namespace ObjectStore;

/// <summary>What the completed object will keep. Immutable.</summary>
public sealed record CreateMultipartUploadOptions
{
    /// <summary>The standard headers. Default: none.</summary>
    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    /// <summary>User metadata, as in <see cref="PutObjectOptions.UserMetadata"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? UserMetadata { get; init; }

    /// <summary>One of <see cref="StorageClasses"/>. Default: null, <see cref="StorageClasses.Standard"/>.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The checksum that every part has and the object keeps. Default: null, none.</summary>
    public ChecksumAlgorithm? ChecksumAlgorithm { get; init; }

    /// <summary>
    /// What the object's checksum covers. Default: null, AWS's default: composite, except for CRC64NVME, which is full object.
    /// SHA-1 and SHA-256 cannot be full object, CRC64NVME cannot be composite.
    /// </summary>
    public ChecksumType? ChecksumType { get; init; }
}
