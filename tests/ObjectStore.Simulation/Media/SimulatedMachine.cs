using ObjectStore.Drives;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using ObjectStore.Runtime;
using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Media;

/// <summary>The disks of a simulated machine, where they are mounted, and when the power goes.</summary>
internal sealed class SimulatedMachine(Random chance, Trace trace) : IDriveHost
{
    private readonly SortedDictionary<string, SimulatedDisk?> _mounts = new(StringComparer.Ordinal);

    public Random Chance { get; } = chance;

    public Trace Trace { get; } = trace;

    /// <summary>File operations so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The operation in which the process dies; never if 0.</summary>
    public long DiesAt { get; set; }

    /// <summary>After how many more changes of names in the log and of shard files the process dies, in the last of them; never if 0: until their directory is synced they are not durable.</summary>
    public int DiesAtName { get; set; }

    /// <summary>Called when the process dies.</summary>
    public Action? Died { get; set; }

    public bool IsDead { get; private set; }

    public IReadOnlyDictionary<string, SimulatedDisk?> Mounts => _mounts;

    /// <summary>The disk at a path; null if there is none.</summary>
    public SimulatedDisk? At(string path) => _mounts.GetValueOrDefault(path);

    /// <summary>Puts a disk at a path, or takes it away; what was opened before at the path is dead.</summary>
    public void Mount(string path, SimulatedDisk? disk)
    {
        At(path)?.EndLife();
        disk?.EndLife();
        _mounts[path] = disk;
    }

    /// <summary>Counts an operation; true if the process dies in it.</summary>
    public bool Step(string operation, SimulatedDisk disk, string path)
    {
        if (IsDead)
        {
            throw new PowerLoss();
        }

        Operations++;
        Trace.Mix(operation);
        Trace.Mix(path);
        Trace.Note($"  {Operations}: {disk.Name} {operation} {path}");
        bool changesName = operation is "rename" || (operation is "create" or "delete" && !path.StartsWith(DriveLayout.StagingDirectory, StringComparison.Ordinal));
        return Operations == DiesAt || (changesName && DiesAtName > 0 && --DiesAtName == 0);
    }

    /// <summary>The process dies here and now.</summary>
    public PowerLoss Die()
    {
        IsDead = true;
        Died?.Invoke();
        return new PowerLoss();
    }

    /// <summary>What the end of the process leaves; with it the power, unless only the process was killed.</summary>
    public void Restart(bool isPowerCut)
    {
        IsDead = false;
        (DiesAt, DiesAtName) = (0, 0);
        foreach (SimulatedDisk? disk in _mounts.Values)
        {
            if (isPowerCut)
            {
                disk?.Crash(Chance);
            }
            else
            {
                disk?.EndProcess(Chance);
            }
        }
    }

    public IDriveFiles OpenRoot(string path)
        => new SimulatedDriveFiles(this, At(path) ?? throw new DriveIOException("open", path, DriveIOException.NoEntry), path);

    public IDriveFiles OpenOrCreateRoot(string path) => OpenRoot(path);

    public IDriveIndex OpenIndex(string directory)
    {
        string path = directory[..directory.LastIndexOf('/')];
        return new SimulatedIndex(this, At(path) ?? throw new DriveIOException("open", directory, DriveIOException.NoEntry));
    }

    /// <summary>A disk is a file system of its own; a directory in its place belongs to the root's, as does all else.</summary>
    public ulong FileSystemOf(string path) => At(path) is { IsOnRoot: false } ? 1 + (ulong)_mounts.Keys.TakeWhile(mount => mount != path).Count() : 0;

    public void Dispose()
    {
    }
}
