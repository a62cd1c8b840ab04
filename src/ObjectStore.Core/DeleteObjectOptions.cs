namespace ObjectStore;

/// <summary>What exactly a delete removes, and when not to. Immutable.</summary>
public sealed record DeleteObjectOptions
{
    /// <summary>The version to remove for good; <c>"null"</c> for the null version. Default: null, the object itself.</summary>
    public string? VersionId { get; init; }

    /// <summary>Conditions on the current version. Default: none.</summary>
    public WriteConditions? Conditions { get; init; }
}
