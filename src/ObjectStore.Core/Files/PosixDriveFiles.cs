using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>
/// The files of a drive that is a local directory, on 64-bit Linux; other systems are refused, Windows is out of scope. Every path is
/// resolved from the descriptor of the directory that was opened, so a drive that is replaced under the same path gives errors and never
/// mixes two drives. Thread-safe.
/// </summary>
internal sealed class PosixDriveFiles : IDriveFiles
{
    private const int FileMode = 0x1A0; // rw-r-----

    private readonly SafeFdHandle _root;

    private PosixDriveFiles(SafeFdHandle root, string rootPath)
    {
        _root = root;
        RootPath = rootPath;
    }

    public string RootPath { get; }

    /// <summary>Opens the directory of a drive, which must exist.</summary>
    /// <exception cref="DriveIOException">It cannot be opened; <see cref="DriveIOException.NoEntry"/> if there is none.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not 64-bit Linux.</exception>
    public static PosixDriveFiles OpenRoot(string rootPath)
    {
        RequireLinux();
        string path = Path.GetFullPath(rootPath);
        SafeFdHandle root = PosixDirectory.Open(path);
        return new PosixDriveFiles(root, path);
    }

    /// <summary>As <see cref="OpenRoot"/>, but creates the directory and its parents, durably, if they are missing.</summary>
    public static PosixDriveFiles OpenOrCreateRoot(string rootPath)
    {
        RequireLinux();
        PosixDirectory.Ensure(Path.GetFullPath(rootPath));
        return OpenRoot(rootPath);
    }

    public IDriveFile Create(string path)
        => OpenFile(path, LibC.ReadWrite | LibC.CreateFlag | LibC.Exclusive) ?? throw Failure("create", path);

    public IDriveFile CreateStreamed(string path)
    {
        IDriveFile file = Create(path);
        SafeFdHandle direct = OpenAt(path, LibC.ReadWrite | LibC.Direct);
        if (!direct.IsInvalid)
        {
            return new DirectDriveFile(file, direct);
        }

        // A file system that cannot, as older tmpfs.
        direct.Dispose();
        return file;
    }

    public IDriveFile Open(string path, bool writable)
        => OpenFile(path, writable ? LibC.ReadWrite : LibC.ReadOnly) ?? throw Failure("open", path);

    public IDriveFile? TryOpen(string path)
    {
        PosixDriveFile? file = OpenFile(path, LibC.ReadOnly);
        return file is not null || IsMissing() ? file : throw Failure("open", path);
    }

    public bool FileExists(string path)
    {
        using SafeFdHandle fd = OpenAt(path, LibC.ReadOnly);
        return !fd.IsInvalid || (IsMissing() ? false : throw Failure("open", path));
    }

    public void Rename(string from, string to)
    {
        if (LibC.RenameAt(_root, Checked(from), _root, Checked(to)) != 0)
        {
            throw Failure("rename", from);
        }
    }

    public bool Delete(string path)
    {
        if (LibC.UnlinkAt(_root, Checked(path), 0) == 0)
        {
            return true;
        }

        return IsMissing() ? false : throw Failure("unlink", path);
    }

    public IReadOnlyList<string> ListFiles(string directory) => List(directory, static listing => listing.ReadFileNames());

    public IReadOnlyList<string> ListDirectories(string directory) => List(directory, static listing => listing.ReadDirectoryNames());

    public unsafe bool IsInPlace()
    {
        byte* opened = stackalloc byte[LibC.StatusSize];
        byte* found = stackalloc byte[LibC.StatusSize];
        if (LibC.StatAt(_root, string.Empty, LibC.EmptyPath, LibC.StatusInode, opened) != 0)
        {
            throw Failure("statx", string.Empty);
        }

        // The path is absolute, so that it is resolved anew and not from the open directory.
        if (LibC.StatAt(_root, RootPath, 0, LibC.StatusInode, found) != 0)
        {
            return IsMissing() ? false : throw Failure("statx", string.Empty);
        }

        return *(ulong*)(opened + LibC.StatusInodeOffset) == *(ulong*)(found + LibC.StatusInodeOffset)
            && *(ulong*)(opened + LibC.StatusDeviceOffset) == *(ulong*)(found + LibC.StatusDeviceOffset);
    }

    public void CreateDirectory(string path)
    {
        if (LibC.MakeDirectoryAt(_root, Checked(path), PosixDirectory.Mode) != 0
            && Marshal.GetLastPInvokeError() != DriveIOException.Exists)
        {
            throw Failure("mkdir", path);
        }
    }

    public void SyncDirectory(string path)
    {
        using SafeFdHandle fd = OpenAt(NameOf(path), LibC.ReadOnly);
        if (fd.IsInvalid)
        {
            throw Failure("open", path);
        }

        PosixDirectory.Sync(fd, FullPath(path));
    }

    /// <remarks>
    /// The lock belongs to the open file description, so that two opens within one process exclude each other too, and the kernel
    /// releases it with the process however that ends.
    /// </remarks>
    public IDisposable? TryLock(string path)
    {
        SafeFdHandle fd = OpenAt(path, LibC.ReadWrite | LibC.CreateFlag);
        if (fd.IsInvalid)
        {
            throw Failure("open", path);
        }

        while (LibC.Lock(fd, LibC.LockExclusive | LibC.LockNonBlocking) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted)
            {
                continue;
            }

            fd.Dispose();
            return error == Errno.WouldBlock ? null : throw new DriveIOException("flock", FullPath(path), error);
        }

        return fd;
    }

    /// <summary>Tells file systems apart: the device of a directory.</summary>
    /// <exception cref="DriveIOException">It cannot be opened.</exception>
    public static unsafe ulong FileSystemOf(string rootPath)
    {
        using PosixDriveFiles files = OpenRoot(rootPath);
        byte* status = stackalloc byte[LibC.StatusSize];
        return LibC.StatAt(files._root, string.Empty, LibC.EmptyPath, LibC.StatusInode, status) == 0
            ? *(ulong*)(status + LibC.StatusDeviceOffset)
            : throw files.Failure("statx", string.Empty);
    }

    public unsafe (long TotalBytes, long FreeBytes) GetSpace()
    {
        // struct statvfs of 64-bit Linux: block size, fragment size, blocks, free blocks, blocks free to us; counted in fragments.
        ulong* status = stackalloc ulong[32];
        while (LibC.FileSystemStatus(_root, status) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                throw Failure("fstatvfs", string.Empty);
            }
        }

        ulong fragment = status[1];
        return ((long)(status[2] * fragment), (long)(status[4] * fragment));
    }

    public void Dispose() => _root.Dispose();

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            throw new PlatformNotSupportedException("Drives need 64-bit Linux: durability rests on its fdatasync, directory fsync and flock.");
        }
    }

    /// <summary>Gives null after an error, which is then the last error.</summary>
    private PosixDriveFile? OpenFile(string path, int flags)
    {
        SafeFdHandle fd = OpenAt(path, flags);
        return fd.IsInvalid ? null : new PosixDriveFile(fd, RootPath, path);
    }

    private List<string> List(string directory, Func<PosixDirectoryListing, List<string>> read)
    {
        using SafeFdHandle fd = OpenAt(NameOf(directory), LibC.ReadOnly);
        if (fd.IsInvalid)
        {
            return IsMissing() ? [] : throw Failure("open", directory);
        }

        using var listing = new PosixDirectoryListing(fd, FullPath(directory));
        return read(listing);
    }

    private SafeFdHandle OpenAt(string path, int flags)
    {
        while (true)
        {
            SafeFdHandle fd = LibC.OpenAt(_root, Checked(path), flags | LibC.CloseOnExec, FileMode);
            if (!fd.IsInvalid || Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return fd;
            }
        }
    }

    /// <summary>Whether the last error says that the path names nothing.</summary>
    private static bool IsMissing() => Marshal.GetLastPInvokeError() is DriveIOException.NoEntry or Errno.NotDirectory;

    private static string NameOf(string directory) => directory.Length == 0 ? "." : directory;

    /// <summary>Refuses what could leave the drive: a mistake of the caller, since paths never hold user input.</summary>
    private static string Checked(string path)
    {
        if (path.Length == 0 || path[0] == '/' || path.Contains("..", StringComparison.Ordinal) || path.Contains('\0'))
        {
            throw new ArgumentException("A path must be relative and stay within the drive.", nameof(path));
        }

        return path;
    }

    private string FullPath(string path) => Path.Combine(RootPath, path);

    private DriveIOException Failure(string operation, string path) => new(operation, FullPath(path), Marshal.GetLastPInvokeError());
}
