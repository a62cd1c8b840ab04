namespace ObjectStore.Simulation.Media;

/// <summary>A change of a file that no sync has made durable.</summary>
/// <param name="Offset">Where the data goes; the new length if there is no data.</param>
/// <param name="Data">The bytes; null for a change of the length.</param>
internal readonly record struct PendingWrite(long Offset, byte[]? Data);
