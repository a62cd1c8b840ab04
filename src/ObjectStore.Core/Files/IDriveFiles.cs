namespace ObjectStore.Files;

/// <summary>
/// The files of one drive: the seam under everything durable, which crash tests replace. Paths are relative to the drive's directory and
/// made of fixed names, numbers and hex ids only, never of user input. All calls block and throw <see cref="DriveIOException"/> with the errno;
/// thread-safe unless they touch the same file.
/// </summary>
internal interface IDriveFiles : IDisposable
{
    /// <summary>The drive's directory, for messages and for the native index.</summary>
    string RootPath { get; }

    /// <summary>Creates a file that must not exist, for reading and writing. Its directory entry is durable after <see cref="SyncDirectory"/>.</summary>
    IDriveFile Create(string path);

    /// <summary>As <see cref="Create"/>, for a large file that is written once from front to back: what is aligned may bypass the page cache.</summary>
    IDriveFile CreateStreamed(string path) => Create(path);

    /// <summary>Opens an existing file.</summary>
    IDriveFile Open(string path, bool writable);

    /// <summary>Opens an existing file for reading; null if there is none.</summary>
    IDriveFile? TryOpen(string path);

    /// <summary>Whether a file exists.</summary>
    bool FileExists(string path);

    /// <summary>Moves a file over another or to a new name, atomically.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; false if there was none.</summary>
    bool Delete(string path);

    /// <summary>The names of the files in a directory, in no order; none if there is no directory.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>The names of the directories in a directory, in no order; none if there is no directory.</summary>
    IReadOnlyList<string> ListDirectories(string directory);

    /// <summary>Whether <see cref="RootPath"/> still leads to the directory that was opened: not when it was removed, replaced, or another file system was mounted over it.</summary>
    bool IsInPlace();

    /// <summary>Creates a directory; nothing happens if it exists.</summary>
    void CreateDirectory(string path);

    /// <summary>Makes the entries of a directory durable (fsync); the drive's own directory is the empty path.</summary>
    void SyncDirectory(string path);

    /// <summary>Takes the drive's lock for this process until disposed; null if another process holds it.</summary>
    IDisposable? TryLock(string path);

    /// <summary>Size and free space of the file system in bytes.</summary>
    (long TotalBytes, long FreeBytes) GetSpace();
}
