namespace ObjectStore.Metadata;

/// <summary>A key must have the stamp, or no value if it is null.</summary>
internal readonly record struct MetadataCondition(ReadOnlyMemory<byte> Key, CommitStamp? Stamp);
