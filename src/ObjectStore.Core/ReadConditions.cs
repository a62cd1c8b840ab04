namespace ObjectStore;

/// <summary>Conditions of a read, evaluated in the order of RFC 9110, section 13.2.2. Immutable; null means no condition.</summary>
public sealed record ReadConditions
{
    /// <summary>ETags, with or without quotes, of which one must match, or <c>*</c>; else <see cref="StorageErrorCode.PreconditionFailed"/>.</summary>
    public IReadOnlyList<string>? IfMatch { get; init; }

    /// <summary>ETags, with or without quotes, of which none may match, or <c>*</c>; else <see cref="StorageErrorCode.NotModified"/>.</summary>
    public IReadOnlyList<string>? IfNoneMatch { get; init; }

    /// <summary>Only if changed after this time; else <see cref="StorageErrorCode.NotModified"/>. Ignored beside <see cref="IfNoneMatch"/>.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Only if not changed after this time; else <see cref="StorageErrorCode.PreconditionFailed"/>. Ignored beside <see cref="IfMatch"/>.</summary>
    public DateTimeOffset? IfUnmodifiedSince { get; init; }
}
