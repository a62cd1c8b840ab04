namespace ObjectStore.Drives.Format;

/// <summary>What was found in the directory of a drive.</summary>
/// <param name="State">Whether it is a drive.</param>
/// <param name="Format">The format, if <see cref="DriveDirectoryState.Formatted"/>.</param>
/// <param name="Problem">Why it cannot be used, for people, if neither formatted nor unformatted.</param>
internal sealed record DriveInspection(DriveDirectoryState State, DriveFormat? Format = null, string? Problem = null);
