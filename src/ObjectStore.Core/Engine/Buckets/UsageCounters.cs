namespace ObjectStore.Engine.Buckets;

/// <summary>The counters of a bucket (<see cref="Metadata.MetadataKeys.Usage"/>), kept by the transactions that change the bucket.</summary>
internal static class UsageCounters
{
    /// <summary>Versions with content, current and noncurrent.</summary>
    public const string Objects = "objects";

    /// <summary>The bytes of their content.</summary>
    public const string Bytes = "bytes";
}
