using ObjectStore.Drives.Format;

namespace ObjectStore.Runtime;

/// <summary>A configured drive path with what was found there.</summary>
/// <param name="Path">The path, absolute.</param>
/// <param name="Inspection">What the directory holds; null if there is no directory or it cannot be read.</param>
/// <param name="Problem">Why it cannot be read; null if it can or is simply not there.</param>
/// <param name="IsPristine">Whether it is formatted but was never opened.</param>
/// <param name="IsMountPoint">Whether it is on another file system than the directory it stands in.</param>
internal sealed record DriveCandidate(string Path, DriveInspection? Inspection, string? Problem = null, bool IsPristine = false, bool IsMountPoint = false)
{
    /// <summary>Its format, if it has one.</summary>
    public DriveFormat? Format => Inspection is { State: DriveDirectoryState.Formatted } ? Inspection.Format : null;

    /// <summary>Why it is no drive and cannot become one as it is; null if it is or can.</summary>
    public string? WhyUnusable => Problem ?? Inspection?.Problem;

    /// <summary>Whether it may be formatted as it is.</summary>
    public bool IsEmpty => Inspection is { State: DriveDirectoryState.Unformatted };

    /// <summary>Whether there is no such directory.</summary>
    public bool IsAbsent => Inspection is null && Problem is null;

    /// <summary>
    /// Why an empty directory must not replace a drive; null if it may. Where drives are mount points, one that is none waits for its disk: a drive made of it would fill the wrong
    /// file system, and its content, acknowledged meanwhile, would vanish below the disk when that is mounted.
    /// </summary>
    /// <param name="mountPoints">Whether the drive before it was a mount point; if that is not known, whether the others are.</param>
    public string? WhyNotToReplace(IReadOnlyCollection<bool> mountPoints)
        => !IsMountPoint && mountPoints.Count > 0 && mountPoints.All(static isMountPoint => isMountPoint)
            ? $"The directory '{Path}' is empty and no mount point, as the drives of the store are: its disk seems not to be mounted."
            : null;
}
