using System.Text.Json;
using ObjectStore.Files;

namespace ObjectStore.Drives.Format;

/// <summary>Reads and writes format.json.</summary>
internal static class DriveFormatFile
{
    /// <summary>Far above any real one; more is no format.json.</summary>
    private const int MaxLength = 64 << 10;

    /// <summary>
    /// Reads the format of a drive. A missing file is <see cref="DriveDirectoryState.Unformatted"/> here: the caller looks at the rest of the
    /// directory.
    /// </summary>
    /// <exception cref="DriveIOException">The drive cannot be read.</exception>
    public static DriveInspection Read(IDriveFiles files)
    {
        using IDriveFile? file = files.TryOpen(DriveLayout.FormatFile);
        if (file is null)
        {
            return new DriveInspection(DriveDirectoryState.Unformatted);
        }

        byte[] json = new byte[Math.Min(file.Length, MaxLength)];
        int length = file.Read(json, 0);
        return Parse(files.RootPath, json.AsSpan(0, length));
    }

    /// <summary>Writes the format so that a crash leaves either all of it or none.</summary>
    public static void Write(IDriveFiles files, DriveFormat format)
    {
        files.Delete(DriveLayout.FormatDraftFile);
        using (IDriveFile file = files.Create(DriveLayout.FormatDraftFile))
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(format, DriveFormatJson.Default.DriveFormat);
            file.Write(json, 0);
            file.SyncData();
            RequireWritten(file, json);
        }

        files.Rename(DriveLayout.FormatDraftFile, DriveLayout.FormatFile);
        files.SyncDirectory(string.Empty);
    }

    /// <summary>No other copy of the format exists, so that it could not be healed: a drive that loses it at once is not made one.</summary>
    private static void RequireWritten(IDriveFile file, byte[] json)
    {
        byte[] written = new byte[json.Length];
        if (file.Read(written, 0) != json.Length || !written.AsSpan().SequenceEqual(json))
        {
            throw new DriveIOException("read back", DriveLayout.FormatDraftFile, DriveIOException.IOError);
        }
    }

    private static DriveInspection Parse(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            int version = JsonSerializer.Deserialize(json, DriveFormatJson.Default.DriveFormatVersion)?.FormatVersion ?? 0;
            if (version > DriveFormat.CurrentVersion)
            {
                string problem = $"The drive '{path}' has format version {version}, of a newer release; this one reads up to {DriveFormat.CurrentVersion}. Use the newer release.";
                return new DriveInspection(DriveDirectoryState.TooNew, Problem: problem);
            }

            DriveFormat? format = JsonSerializer.Deserialize(json, DriveFormatJson.Default.DriveFormat);
            string? fault = version < 1 ? "it names no valid version" : format is null ? "it is empty" : format.FindFault();
            return fault is null ? new DriveInspection(DriveDirectoryState.Formatted, format) : Damaged(path, fault);
        }
        catch (JsonException e)
        {
            return Damaged(path, e.Message);
        }
    }

    private static DriveInspection Damaged(string path, string fault)
        => new(DriveDirectoryState.Damaged, Problem: $"The {DriveLayout.FormatFile} of the drive '{path}' is damaged: {fault}.");
}
