namespace ObjectStore.S3Protocol.Routing;

/// <summary>What the path of a request names.</summary>
internal enum Resource
{
    /// <summary>The service: no bucket.</summary>
    Service,

    /// <summary>A bucket.</summary>
    Bucket,

    /// <summary>An object in a bucket.</summary>
    Object,
}
