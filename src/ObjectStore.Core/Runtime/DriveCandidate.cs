using ObjectStore.Drives.Format;

namespace ObjectStore.Runtime;

/// <summary>A configured drive path with what was found there.</summary>
/// <param name="Path">The path, absolute.</param>
/// <param name="Inspection">What the directory holds; null if there is no directory or it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null if it can or is simply not there.</param>
/// <param name="IsPristine">Whether it is formatted but was never opened.</param>
internal sealed record DriveCandidate(string Path, DriveInspection? Inspection, string? Problem = null, bool IsPristine = false)
{
    /// <summary>Its format, if it has one.</summary>
    public DriveFormat? Format => Inspection is { State: DriveDirectoryState.Formatted } ? Inspection.Format : null;

    /// <summary>Whether it may be formatted as it is.</summary>
    public bool IsEmpty => Inspection is { State: DriveDirectoryState.Unformatted };

    /// <summary>Whether there is no such directory.</summary>
    public bool IsAbsent => Inspection is null && Problem is null;
}
