namespace ObjectStore.Metadata;

/// <summary>One change of a transaction; see the methods of <see cref="MetadataTransaction"/>.</summary>
internal readonly record struct MetadataChange(MetadataChangeKind Kind, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, long Delta, bool Descending);
