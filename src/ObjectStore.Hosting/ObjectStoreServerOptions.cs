namespace ObjectStore.Hosting;

/// <summary>What the standalone server does beside serving S3. Read at start.</summary>
public sealed class ObjectStoreServerOptions
{
    /// <summary>Buckets to create before the server is ready, if they do not exist. Default: none.</summary>
    public IList<string> DefaultBuckets { get; set; } = [];
}
