namespace ObjectStore;

/// <summary>What a delete did. Immutable.</summary>
public sealed record DeleteObjectResult
{
    /// <summary>Nothing was there, in a bucket without versioning, or the object is gone.</summary>
    public static DeleteObjectResult Deleted { get; } = new();

    /// <summary>The version that was removed, or the delete marker that was made; null in a bucket that never had versioning.</summary>
    public string? VersionId { get; init; }

    /// <summary>Whether <see cref="VersionId"/> is a delete marker: made by this delete, or removed by it.</summary>
    public bool IsDeleteMarker { get; init; }
}
