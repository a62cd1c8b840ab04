using ObjectStore.Drives.Index;
using ObjectStore.Files;

namespace ObjectStore.Runtime;

/// <summary>Where the paths of drives lead: to directories and native indexes of this machine, or to the media of a simulation. Thread-safe.</summary>
internal interface IDriveHost : IDisposable
{
    /// <summary>Opens the directory of a drive, which must exist. Blocks.</summary>
    /// <exception cref="DriveIOException">It cannot be opened; <see cref="DriveIOException.NoEntry"/> if there is none.</exception>
    IDriveFiles OpenRoot(string path);

    /// <summary>As <see cref="OpenRoot"/>, but creates the directory, durably, if it is missing. Blocks.</summary>
    IDriveFiles OpenOrCreateRoot(string path);

    /// <summary>Opens the index in a directory, given by its full path, creating one if there is none. Blocks.</summary>
    /// <exception cref="DriveIOException">It cannot be opened.</exception>
    IDriveIndex OpenIndex(string directory);

    /// <summary>Tells file systems apart. Blocks.</summary>
    /// <exception cref="DriveIOException">The directory cannot be opened.</exception>
    ulong FileSystemOf(string path);
}
