namespace ObjectStore.S3Protocol.Xml;

/// <summary>What the body of CreateBucket asks for. Immutable.</summary>
internal sealed record CreateBucketConfiguration
{
    /// <summary>Where to create the bucket. Default: null, the endpoint's region.</summary>
    public string? LocationConstraint { get; init; }

    /// <summary>An element whose feature the store does not have: Location, Bucket (directory buckets) or Tags. Default: null, none.</summary>
    public string? UnsupportedElement { get; init; }
}
