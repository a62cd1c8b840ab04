using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>Opens, makes and syncs directories.</summary>
internal static class PosixDirectory
{
    /// <summary>The permissions of new directories: rwxr-x---.</summary>
    public const int Mode = 0x1E8;

    /// <summary>Opens a directory by its full path.</summary>
    public static SafeFdHandle Open(string path)
    {
        while (true)
        {
            SafeFdHandle fd = LibC.Open(path, LibC.ReadOnly | LibC.CloseOnExec, 0);
            if (!fd.IsInvalid)
            {
                return fd;
            }

            fd.Dispose();
            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                throw new DriveIOException("open", path, error);
            }
        }
    }

    /// <summary>Makes a directory and its parents, each with a durable entry, where they are missing.</summary>
    /// <exception cref="DriveIOException">It cannot be made, for instance because a part of the path is a link to nowhere.</exception>
    public static void Ensure(string path) => Ensure(path, parentIsThere: false);

    /// <summary>Makes the entries of an open directory durable.</summary>
    public static void Sync(SafeFdHandle directory, string path)
    {
        while (LibC.Sync(directory) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Errno.Interrupted)
            {
                throw new DriveIOException("fsync", path, error);
            }
        }
    }

    private static void Ensure(string path, bool parentIsThere)
    {
        if (LibC.MakeDirectory(path, Mode) == 0)
        {
            using SafeFdHandle parent = Open(Path.GetDirectoryName(path)!);
            Sync(parent, path);
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error == DriveIOException.NoEntry && !parentIsThere && Path.GetDirectoryName(path) is string parentPath)
        {
            Ensure(parentPath);
            Ensure(path, parentIsThere: true);
        }
        else if (error != DriveIOException.Exists)
        {
            throw new DriveIOException("mkdir", path, error);
        }
    }
}
