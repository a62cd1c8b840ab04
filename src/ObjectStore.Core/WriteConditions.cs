namespace ObjectStore;

/// <summary>
/// Conditions of a write or delete, decided in the same transaction that makes it visible: of concurrent writers with
/// <see cref="IfNoneMatch"/> exactly one succeeds. Immutable; null means no condition.
/// Source: AWS, "How to prevent object overwrites with conditional writes".
/// </summary>
public sealed record WriteConditions
{
    /// <summary>The ETag, with or without quotes, of the current version, or <c>*</c> for any. Without a current version: <see cref="StorageErrorCode.NoSuchKey"/>.</summary>
    public string? IfMatch { get; init; }

    /// <summary><c>*</c>: only if there is no current version; an ETag: only if the current version has another.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>For deletes: only if the current version was last modified at this time (to the second).</summary>
    public DateTimeOffset? IfLastModified { get; init; }

    /// <summary>For deletes: only if the current version has this size in bytes.</summary>
    public long? IfSize { get; init; }
}
