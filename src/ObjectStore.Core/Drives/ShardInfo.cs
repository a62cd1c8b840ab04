using ObjectStore.Blobs;

namespace ObjectStore.Drives;

/// <summary>A shard as a drive lists it.</summary>
/// <param name="Shard">Which, and how long.</param>
/// <param name="Descriptor">What it says of itself; null if that is unreadable.</param>
internal readonly record struct ShardInfo(ShardRef Shard, ShardDescriptor? Descriptor);
