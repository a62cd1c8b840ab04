using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>A file of the log. Its fields are guarded by the gate of <see cref="LogSegments"/>.</summary>
internal sealed class LogSegment(ulong number)
{
    public ulong Number => number;

    /// <summary>The bytes written to it.</summary>
    public long Length { get; set; }

    /// <summary>The open file; null while nobody needs it.</summary>
    public IDriveFile? File { get; set; }

    /// <summary>How many use the file.</summary>
    public int Users { get; set; }

    /// <summary>Whether it was deleted: the file closes with its last user.</summary>
    public bool IsDeleted { get; set; }
}
