namespace ObjectStore;

/// <summary>What is known of one version of an object without its content. Immutable.</summary>
public sealed record ObjectInfo
{
    /// <summary>The bucket's name.</summary>
    public required string Bucket { get; init; }

    /// <summary>The object's key.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>The version id: null in a bucket that never had versioning, <c>"null"</c> for the null version of one that has or had it.</summary>
    public string? VersionId { get; init; }

    /// <summary>Whether this is the current version.</summary>
    public bool IsCurrent { get; init; } = true;

    /// <summary>Whether this is a delete marker: it has no content, size 0 and an empty ETag.</summary>
    public bool IsDeleteMarker { get; init; }

    /// <summary>The content's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The entity tag, without quotes: the MD5 in hex, or <c>md5-of-md5s-N</c> for a multipart object of N parts.</summary>
    public required string ETag { get; init; }

    /// <summary>When the version was written (UTC, milliseconds). For showing, never for order.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The standard headers.</summary>
    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    /// <summary>User metadata: names in lower case without the <c>x-amz-meta-</c> prefix, found in any case.</summary>
    public IReadOnlyDictionary<string, string> UserMetadata { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>The object's tags, as <c>key=value&amp;...</c> in form encoding; null if it has none.</summary>
    public string? Tagging { get; init; }

    /// <summary>The stored checksum, if one was asked for or declared.</summary>
    public ObjectChecksum? Checksum { get; init; }

    /// <summary>The parts of an object that was uploaded by multipart, in order; empty for any other.</summary>
    public IReadOnlyList<ObjectPart> Parts { get; init; } = [];

    /// <summary>The storage class that was asked for. Default: <see cref="StorageClasses.Standard"/>.</summary>
    public string StorageClass { get; init; } = StorageClasses.Standard;
}
