using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using ObjectStore.Scheduling;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>A local drive in a temporary directory. A crash is a copy of the directory, taken while the drive is open; what was left is failed and closed.</summary>
internal sealed class LocalDriveFixture(bool inRocksDb) : DriveFixture
{
    private readonly RocksDbResources _resources = new(8 << 20, 8 << 20);
    private readonly MemoryIndex _memoryIndex = new();
    private DetachableIndex? _index;
    private LocalDrive? _drive;

    public string Root { get; private set; } = NewPath();

    public override LocalDrive Drive => _drive!;

    public DriveFormat DriveFormat => Format;

    public StoreEnvironment Environment { get; init; } = StoreEnvironment.System;

    public override async Task OpenAsync()
    {
        PosixDriveFiles files = PosixDriveFiles.OpenOrCreateRoot(Root);
        if (DriveFormatter.Inspect(files).State == DriveDirectoryState.Unformatted)
        {
            DriveFormatter.Format(files, Format);
        }

        _drive = await LocalDrive.OpenAsync(files, OpenIndex, Format, Environment);
    }

    /// <summary>Closes the drive and leaves it closed.</summary>
    public ValueTask CloseAsync() => Drive.DisposeAsync();

    public override async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public override async Task CrashAsync()
    {
        await CrashWithoutOpeningAsync();
        await OpenAsync();
    }

    public async Task CrashWithoutOpeningAsync()
    {
        string copy = NewPath();
        CopyDirectory(Root, copy);
        _index?.Detach();
        _memoryIndex.Crash();
        string old = Root;
        Root = copy;
        Directory.Delete(old, recursive: true);
        Drive.CheckIdentity();
        await Drive.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_drive is not null)
        {
            await _drive.DisposeAsync();
        }

        _resources.Dispose();
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    public static void CopyDirectory(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string directory in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
        }

        // Locks do not survive their process.
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "LOCK"))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), $"drive-{Guid.NewGuid():n}");

    private IDriveIndex OpenIndex(string path)
    {
        if (inRocksDb)
        {
            return RocksDbIndex.Open(_resources, path, NullLogger.Instance);
        }

        return _index = new DetachableIndex(_memoryIndex);
    }
}
