namespace ObjectStore.Metadata;

/// <summary>A value with the stamp of the transaction that put it.</summary>
internal readonly record struct MetadataValue(ReadOnlyMemory<byte> Value, CommitStamp Stamp);
