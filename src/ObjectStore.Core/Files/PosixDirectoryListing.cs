using System.Runtime.InteropServices;

namespace ObjectStore.Files;

/// <summary>Lists one directory. For one caller.</summary>
internal sealed unsafe class PosixDirectoryListing : IDisposable
{
    // struct dirent of 64-bit Linux: inode 8, offset 8, record length 2, type 1, name.
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte UnknownType = 0;
    private const byte Directory = 4;
    private const byte RegularFile = 8;

    // struct statx: the mode stands at byte 28.
    private const int StatusSize = 256;
    private const int StatusModeOffset = 28;
    private const uint StatusTypeMask = 1;
    private const int NoFollow = 0x100;
    private const int FileTypeBits = 0xF000;
    private const int DirectoryType = 0x4000;
    private const int RegularFileType = 0x8000;

    private readonly SafeFdHandle _directory;
    private readonly string _path;
    private readonly nint _listing;

    /// <summary>Starts a listing. The directory stays the caller's and open meanwhile; the path is for messages.</summary>
    public PosixDirectoryListing(SafeFdHandle directory, string path)
    {
        _directory = directory;
        _path = path;
        _listing = OpenListing();
    }

    /// <summary>Gives the names of the regular files in no order.</summary>
    public List<string> ReadFileNames() => ReadNames(RegularFile, RegularFileType);

    /// <summary>Gives the names of the directories in no order.</summary>
    public List<string> ReadDirectoryNames()
    {
        List<string> names = ReadNames(Directory, DirectoryType);
        names.RemoveAll(static name => name is "." or "..");
        return names;
    }

    public void Dispose() => _ = LibC.CloseListing(_listing);

    private List<string> ReadNames(byte entryType, int modeType)
    {
        var names = new List<string>();
        while (true)
        {
            byte* entry = LibC.ReadListing(_listing);
            if (entry == null)
            {
                int error = Marshal.GetLastPInvokeError();
                return error == 0 ? names : throw new DriveIOException("readdir", _path, error);
            }

            string name = Marshal.PtrToStringUTF8((nint)(entry + NameOffset))!;
            if (entry[TypeOffset] == entryType || (entry[TypeOffset] == UnknownType && IsOfType(name, modeType)))
            {
                names.Add(name);
            }
        }
    }

    /// <remarks>A listing closes its descriptor, so it gets one of its own.</remarks>
    private nint OpenListing()
    {
        using SafeFdHandle own = LibC.OpenAt(_directory, ".", LibC.ReadOnly | LibC.CloseOnExec, 0);
        if (own.IsInvalid)
        {
            throw new DriveIOException("open", _path, Marshal.GetLastPInvokeError());
        }

        nint listing = LibC.OpenListing((int)own.DangerousGetHandle());
        if (listing == 0)
        {
            throw new DriveIOException("fdopendir", _path, Marshal.GetLastPInvokeError());
        }

        own.SetHandleAsInvalid();
        return listing;
    }

    /// <summary>Asks for the type of an entry where the file system does not keep it in the directory.</summary>
    private bool IsOfType(string name, int modeType)
    {
        byte* status = stackalloc byte[StatusSize];
        if (LibC.StatAt(_directory, name, NoFollow, StatusTypeMask, status) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            // Deleted since it was listed.
            return error == DriveIOException.NoEntry ? false : throw new DriveIOException("statx", _path, error);
        }

        return (*(ushort*)(status + StatusModeOffset) & FileTypeBits) == modeType;
    }
}
