using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>
/// The calls of the C library that a drive needs, with the constants and layouts of 64-bit Linux (glibc and musl, x64 and arm64). Own
/// calls because .NET swallows errors of fsync on Linux and cannot sync a directory.
/// </summary>
internal static partial class LibC
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int CreateFlag = 0x40;
    public const int Exclusive = 0x80;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_DIRECT, which ARM numbers differently.</summary>
    public static int Direct => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x10000 : 0x4000;

    /// <summary>The most buffers that one gather write takes (IOV_MAX).</summary>
    public const int MaxGatherBuffers = 1024;

    public const int SeekEnd = 2;
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int ReadNoWait = 8;
    public const uint StartWriteOut = 2;

    /// <summary>The length of struct statx.</summary>
    public const int StatusSize = 256;

    /// <summary>Where its inode (8 bytes) and its device (major and minor, 8 bytes) stand.</summary>
    public const int StatusInodeOffset = 32;
    public const int StatusDeviceOffset = 136;

    public const uint StatusInode = 0x100;

    /// <summary>An empty path means the directory itself.</summary>
    public const int EmptyPath = 0x1000;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFdHandle Open(string path, int flags, int mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFdHandle OpenAt(SafeFdHandle directory, string path, int flags, int mode);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "pread", SetLastError = true)]
    public static unsafe partial nint Read(SafeFdHandle fd, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, EntryPoint = "preadv2", SetLastError = true)]
    public static unsafe partial nint ReadGather(SafeFdHandle fd, IoVector* vectors, int count, long offset, int flags);

    [LibraryImport(Library, EntryPoint = "pwrite", SetLastError = true)]
    public static unsafe partial nint Write(SafeFdHandle fd, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, EntryPoint = "pwritev", SetLastError = true)]
    public static unsafe partial nint WriteGather(SafeFdHandle fd, IoVector* vectors, int count, long offset);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFdHandle fd);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(SafeFdHandle fd);

    [LibraryImport(Library, EntryPoint = "sync_file_range", SetLastError = true)]
    public static partial int SyncRange(SafeFdHandle fd, long offset, long length, uint flags);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(SafeFdHandle fd, long length);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFdHandle fd, long offset, int origin);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFdHandle fd, int operation);

    [LibraryImport(Library, EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(SafeFdHandle fromDirectory, string from, SafeFdHandle toDirectory, string to);

    [LibraryImport(Library, EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFdHandle directory, string path, int flags);

    [LibraryImport(Library, EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectory(string path, int mode);

    [LibraryImport(Library, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFdHandle directory, string path, int mode);

    /// <summary>Fills a struct statx: fixed in size and layout on every architecture, unlike struct stat.</summary>
    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int StatAt(SafeFdHandle directory, string path, int flags, uint mask, byte* status);

    /// <summary>Fills a struct statvfs.</summary>
    [LibraryImport(Library, EntryPoint = "fstatvfs", SetLastError = true)]
    public static unsafe partial int FileSystemStatus(SafeFdHandle fd, ulong* status);

    /// <summary>Opens a listing that takes over the descriptor.</summary>
    [LibraryImport(Library, EntryPoint = "fdopendir", SetLastError = true)]
    public static partial nint OpenListing(int fd);

    /// <summary>Gives the next struct dirent, or null at the end (last error 0) and after an error (last error set).</summary>
    [LibraryImport(Library, EntryPoint = "readdir", SetLastError = true)]
    public static unsafe partial byte* ReadListing(nint listing);

    [LibraryImport(Library, EntryPoint = "closedir")]
    public static partial int CloseListing(nint listing);
}
