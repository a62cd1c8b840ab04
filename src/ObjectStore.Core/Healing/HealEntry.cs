using ObjectStore.Metadata;

namespace ObjectStore.Healing;

/// <summary>An entry of the heal queue as it was read.</summary>
internal readonly record struct HealEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, CommitStamp Stamp);
