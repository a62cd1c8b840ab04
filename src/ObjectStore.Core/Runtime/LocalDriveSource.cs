using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Files;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>Looks at, formats and opens the directories of drives. Thread-safe.</summary>
internal sealed class LocalDriveSource(IDriveHost host, StoreEnvironment environment)
{
    /// <summary>Says what stands at a path, changing nothing.</summary>
    public DriveCandidate Inspect(string path)
    {
        try
        {
            using IDriveFiles files = host.OpenRoot(path);
            DriveInspection inspection = DriveFormatter.Inspect(files);
            bool isPristine = inspection.State == DriveDirectoryState.Formatted && files.ListFiles(DriveLayout.LogDirectory).Count == 0;
            return new DriveCandidate(path, inspection, IsPristine: isPristine, IsMountPoint: IsMountPoint(path));
        }
        catch (DriveIOException e) when (e.Errno == DriveIOException.NoEntry)
        {
            return new DriveCandidate(path, null);
        }
        catch (DriveIOException e)
        {
            return new DriveCandidate(path, null, $"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether a directory is on another file system than the one it stands in; false if that cannot be told.</summary>
    public bool IsMountPoint(string path)
    {
        try
        {
            return Path.GetDirectoryName(path) is { } parent && host.FileSystemOf(path) != host.FileSystemOf(parent);
        }
        catch (DriveIOException)
        {
            return false;
        }
    }

    /// <summary>Formats an empty or absent directory.</summary>
    /// <exception cref="DriveFormatException">It is not empty, or in use.</exception>
    /// <exception cref="DriveIOException">It cannot be written.</exception>
    public void Format(string path, DriveFormat format)
    {
        using IDriveFiles files = host.OpenOrCreateRoot(path);
        DriveFormatter.Format(files, format);
    }

    /// <summary>Opens a formatted drive.</summary>
    /// <exception cref="DriveFormatException">It is another drive, or in use by another process.</exception>
    /// <exception cref="DriveIOException">It cannot be read or written.</exception>
    /// <exception cref="Metadata.Records.RecordFormatException">It has records of a newer release.</exception>
    public Task<LocalDrive> OpenAsync(string path, DriveFormat format)
        => LocalDrive.OpenAsync(host.OpenRoot(path), host.OpenIndex, format, environment);

    /// <summary>Random ids that follow from the injected randomness.</summary>
    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        environment.Random.Fill(bytes);
        return new Guid(bytes);
    }
}
