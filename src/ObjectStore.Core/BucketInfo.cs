namespace ObjectStore;

/// <summary>What is known of a bucket. Immutable.</summary>
public sealed record BucketInfo
{
    /// <summary>The bucket's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it keeps old versions. Default: unversioned.</summary>
    public BucketVersioning Versioning { get; init; }
}
