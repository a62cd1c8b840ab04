using ObjectStore.Files;

namespace ObjectStore.Simulation.Media;

/// <summary>The files of a disk as one process has them open at a path.</summary>
internal sealed class SimulatedDriveFiles(SimulatedMachine machine, SimulatedDisk disk, string path) : IDriveFiles
{
    private const long Total = 64L << 30;

    private readonly int _life = disk.Life;

    public string RootPath => path;

    public SimulatedMachine Machine => machine;

    public SimulatedDisk Disk => disk;

    public IDriveFile Create(string name)
    {
        bool dies = Begin("create", name, isWrite: true);
        Fail("create", name, disk.Faults.Full, DriveIOException.NoSpace);
        SimulatedInode file = disk.Create(name);
        End(dies);
        return new SimulatedFile(this, file, name);
    }

    public IDriveFile Open(string name, bool writable) => TryOpen(name) ?? throw new DriveIOException("open", name, DriveIOException.NoEntry);

    public IDriveFile? TryOpen(string name)
    {
        End(Begin("open", name, isWrite: false));
        return disk.Find(name) is { } file ? new SimulatedFile(this, file, name) : null;
    }

    public bool FileExists(string name)
    {
        End(Begin("exists", name, isWrite: false));
        return disk.Find(name) is not null;
    }

    public void Rename(string from, string to)
    {
        bool dies = Begin("rename", from, isWrite: true);
        disk.Rename(from, to);
        End(dies);
    }

    public bool Delete(string name)
    {
        bool dies = Begin("delete", name, isWrite: true);
        bool deleted = disk.Delete(name);
        End(dies);
        return deleted;
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        End(Begin("list", directory, isWrite: false));
        return disk.ListFiles(directory);
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        End(Begin("list-directories", directory, isWrite: false));
        return disk.ListDirectories(directory);
    }

    public bool IsInPlace() => _life == disk.Life && machine.At(path) == disk;

    public void CreateDirectory(string name)
    {
        bool dies = Begin("mkdir", name, isWrite: true);
        disk.CreateDirectory(name);
        End(dies);
    }

    public void SyncDirectory(string name)
    {
        bool dies = Begin("sync-directory", name, isWrite: false);
        if (!dies || machine.Chance.Next(2) == 0)
        {
            Fail("fsync", name, disk.Faults.Syncs, DriveIOException.IOError);
            disk.SyncDirectory(name);
        }

        End(dies);
    }

    public IDisposable? TryLock(string name)
    {
        End(Begin("lock", name, isWrite: true));
        return disk.IsLocked ? null : new Held(disk);
    }

    public (long TotalBytes, long FreeBytes) GetSpace()
    {
        Require("statfs", string.Empty);
        return (Total, Total / 2);
    }

    public void Dispose()
    {
    }

    /// <summary>Begins an operation, which may fail; true if the process dies in it, to be given to <see cref="End"/>.</summary>
    public bool Begin(string operation, string name, bool isWrite)
    {
        Require(operation, name);
        bool dies = machine.Step(operation, disk, name);
        Fail(operation, name, disk.Faults.Errors, DriveIOException.IOError);
        if (isWrite && disk.Faults.IsReadOnly)
        {
            throw new DriveIOException(operation, name, DriveIOException.ReadOnlyFileSystem);
        }

        return dies;
    }

    public void End(bool dies)
    {
        if (dies)
        {
            throw machine.Die();
        }
    }

    /// <summary>Fails by chance, in parts of ten thousand.</summary>
    public void Fail(string operation, string name, int share, int errno)
    {
        if (Happens(share))
        {
            machine.Trace.Note($"  {disk.Name} {operation} {name} FAILS with {errno}");
            throw new DriveIOException(operation, name, errno);
        }
    }

    public bool Happens(int share) => share > 0 && machine.Chance.Next(10_000) < share;

    public void Require(string operation, string name)
    {
        if (_life != disk.Life)
        {
            throw new DriveIOException(operation, name, DriveIOException.IOError);
        }
    }

    private sealed class Held : IDisposable
    {
        private readonly SimulatedDisk _disk;
        private readonly int _life;

        public Held(SimulatedDisk disk)
        {
            (_disk, _life) = (disk, disk.Life);
            disk.IsLocked = true;
        }

        public void Dispose() => _disk.IsLocked &= _life != _disk.Life;
    }
}
