namespace ObjectStore;

/// <summary>What a put keeps beside the content, and what it verifies. Immutable.</summary>
public sealed record PutObjectOptions : WriteContentOptions
{
    /// <summary>The standard headers. Default: none.</summary>
    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    /// <summary>User metadata, names without the <c>x-amz-meta-</c> prefix, kept in lower case: at most 2 KiB of names and values. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? UserMetadata { get; init; }

    /// <summary>One of <see cref="StorageClasses"/>. Default: null, <see cref="StorageClasses.Standard"/>.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Conditions on the current version. Default: none.</summary>
    public WriteConditions? Conditions { get; init; }
}
