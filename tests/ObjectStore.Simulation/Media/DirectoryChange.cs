namespace ObjectStore.Simulation.Media;

/// <summary>A change of directory entries that no sync has made durable: a file that appears, moves, or goes.</summary>
/// <param name="From">The name that goes; null if a file appears.</param>
/// <param name="To">The name that appears; null if a file goes.</param>
/// <param name="File">The file.</param>
internal sealed record DirectoryChange(string? From, string? To, SimulatedInode File);
