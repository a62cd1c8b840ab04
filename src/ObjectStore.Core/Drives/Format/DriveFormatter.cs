using ObjectStore.Files;

namespace ObjectStore.Drives.Format;

/// <summary>Looks at the directory of a drive, and makes a drive of an empty one.</summary>
internal static class DriveFormatter
{
    /// <summary>What may stand in the directory of a drive before it is one: ext4 makes it.</summary>
    private const string LostAndFound = "lost+found";
    private const string MinioDirectory = ".minio.sys";

    /// <summary>Says what stands in an open directory. An interrupted formatting counts as unformatted.</summary>
    /// <exception cref="DriveIOException">The directory cannot be read.</exception>
    public static DriveInspection Inspect(IDriveFiles files)
    {
        DriveInspection inspection = DriveFormatFile.Read(files);
        return inspection.State == DriveDirectoryState.Unformatted ? InspectWithoutFormat(files) : inspection;
    }

    /// <summary>
    /// Formats an empty directory, durably: the format file comes last, so that a directory with one is whole. The drive's lock is held meanwhile.
    /// </summary>
    /// <exception cref="DriveFormatException">The directory is not empty, or another process uses it.</exception>
    /// <exception cref="DriveIOException">The drive cannot be written.</exception>
    public static void Format(IDriveFiles files, DriveFormat format)
    {
        if (format.FindFault() is string fault)
        {
            throw new ArgumentException($"A drive cannot be formatted so: {fault}.", nameof(format));
        }

        using IDisposable? held = files.TryLock(DriveLayout.LockFile);
        if (held is null)
        {
            throw new DriveFormatException($"The drive '{files.RootPath}' is used by another process.");
        }

        DriveInspection inspection = Inspect(files);
        if (inspection.State != DriveDirectoryState.Unformatted)
        {
            throw new DriveFormatException(inspection.Problem ?? $"The drive '{files.RootPath}' is formatted already.");
        }

        CreateDirectories(files);
        DriveFormatFile.Write(files, format);
    }

    private static void CreateDirectories(IDriveFiles files)
    {
        files.CreateDirectory(DriveLayout.LogDirectory);
        files.CreateDirectory(DriveLayout.IndexDirectory);
        files.CreateDirectory(DriveLayout.StagingDirectory);
        files.CreateDirectory(DriveLayout.DataDirectory);
        for (int n = 0; n < DriveLayout.FanOut; n++)
        {
            files.CreateDirectory(DriveLayout.FanOutDirectory(n));
        }

        files.SyncDirectory(DriveLayout.DataDirectory);
        files.SyncDirectory(string.Empty);
    }

    private static DriveInspection InspectWithoutFormat(IDriveFiles files)
    {
        foreach (string name in files.ListFiles(string.Empty))
        {
            if (name is not (DriveLayout.LockFile or DriveLayout.FormatDraftFile))
            {
                return Foreign(files, name);
            }
        }

        foreach (string name in files.ListDirectories(string.Empty))
        {
            if (name is DriveLayout.LogDirectory or DriveLayout.IndexDirectory or DriveLayout.DataDirectory or DriveLayout.StagingDirectory)
            {
                if (HoldsFiles(files, name))
                {
                    string problem = $"The drive '{files.RootPath}' holds data but no {DriveLayout.FormatFile}.";
                    return new DriveInspection(DriveDirectoryState.Damaged, Problem: problem);
                }
            }
            else if (name != LostAndFound)
            {
                return Foreign(files, name);
            }
        }

        return new DriveInspection(DriveDirectoryState.Unformatted);
    }

    /// <summary>Shard files are not looked for: a drive with data has a log as well.</summary>
    private static bool HoldsFiles(IDriveFiles files, string directory)
        => files.ListFiles(directory).Count > 0 || (directory != DriveLayout.DataDirectory && files.ListDirectories(directory).Count > 0);

    private static DriveInspection Foreign(IDriveFiles files, string name)
    {
        string advice = name == MinioDirectory
            ? "MinIO keeps its data here, which cannot be read in place: give an empty directory, and copy the objects over through S3 while both servers run."
            : "Give an empty directory.";
        return new DriveInspection(DriveDirectoryState.Foreign, Problem: $"The directory '{files.RootPath}' is not empty and no drive: it holds '{name}'. {advice}");
    }
}
