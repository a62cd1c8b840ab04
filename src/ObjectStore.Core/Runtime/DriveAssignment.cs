using ObjectStore.Drives.Format;

namespace ObjectStore.Runtime;

/// <summary>Which drive of the store a path is, and what to do with it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Set">The erasure set, from 0.</param>
/// <param name="Slot">The slot, from 0.</param>
/// <param name="Format">The format it has or is to get; null while it is offline.</param>
/// <param name="MustFormat">Whether it has to be formatted first.</param>
/// <param name="OfflineReason">Why it is offline; null otherwise.</param>
/// <param name="IsMountPoint">Whether it is on another file system than the directory it stands in.</param>
internal sealed record DriveAssignment(string Path, int Set, int Slot, DriveFormat? Format, bool MustFormat, string? OfflineReason, bool IsMountPoint)
{
    /// <summary>Whether it is an empty directory that is to become a drive of a store that exists.</summary>
    public bool IsReplacement => this is { MustFormat: true, Format.Joined: true };
}
