using ObjectStore.Files;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>The files of a drive on a <see cref="SimulatedMedium"/>, until its next crash.</summary>
internal sealed class SimulatedDriveFiles(SimulatedMedium medium) : IDriveFiles
{
    private readonly int _life = medium.Life;

    public string RootPath => "/simulated";

    public IDriveFile Create(string path)
    {
        medium.Step(_life, "create", path);
        return new SimulatedFile(medium, medium.Create(path), path);
    }

    public IDriveFile Open(string path, bool writable) => TryOpen(path) ?? throw new DriveIOException("open", path, DriveIOException.NoEntry);

    public IDriveFile? TryOpen(string path)
    {
        medium.RequireLife(_life, "open", path);
        return medium.Find(path) is SimulatedContent content ? new SimulatedFile(medium, content, path) : null;
    }

    public bool FileExists(string path) => medium.Find(path) is not null;

    public void Rename(string from, string to)
    {
        medium.Step(_life, "rename", from);
        medium.Rename(from, to);
    }

    public bool Delete(string path)
    {
        medium.Step(_life, "delete", path);
        return medium.Delete(path);
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        medium.RequireLife(_life, "list", directory);
        return medium.List(directory);
    }

    public IReadOnlyList<string> ListDirectories(string directory) => medium.ListDirectories(directory);

    public bool IsInPlace() => medium.Life == _life;

    public void CreateDirectory(string path) => medium.CreateDirectory(path);

    public void SyncDirectory(string path)
    {
        medium.Step(_life, "sync", path);
        medium.SyncDirectory(path);
    }

    public IDisposable? TryLock(string path) => medium.TryLock() ? new Held(medium, _life) : null;

    public (long TotalBytes, long FreeBytes) GetSpace() => (medium.TotalBytes, medium.FreeBytes);

    public void Dispose()
    {
    }

    private sealed class Held(SimulatedMedium medium, int life) : IDisposable
    {
        public void Dispose() => medium.Unlock(life);
    }
}
