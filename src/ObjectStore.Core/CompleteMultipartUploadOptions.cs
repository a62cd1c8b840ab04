namespace ObjectStore;

/// <summary>What is verified before the object becomes visible. Immutable.</summary>
public sealed record CompleteMultipartUploadOptions
{
    /// <summary>Conditions on the current version. Default: none.</summary>
    public WriteConditions? Conditions { get; init; }

    /// <summary>The object's checksum; another gives BadDigest. Default: null.</summary>
    public ObjectChecksum? ExpectedChecksum { get; init; }

    /// <summary>The object's size in bytes; another gives InvalidArgument. Default: null.</summary>
    public long? ExpectedSize { get; init; }
}
