using ObjectStore.Drives.Index;
using ObjectStore.Files;

namespace ObjectStore.Simulation.Media;

/// <summary>A file system in memory with its index: two layers, of which only the durable one survives a crash.</summary>
internal sealed class SimulatedDisk(string name)
{
    private readonly List<DirectoryChange> _changes = [];
    private readonly HashSet<string> _durableDirectories = [string.Empty];
    private readonly SortedDictionary<string, SimulatedInode> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimulatedInode> _durable = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal) { string.Empty };

    public string Name { get; } = name;

    /// <summary>Whether it is a directory of the root file system: what is seen at a path when its disk is not mounted.</summary>
    public bool IsOnRoot { get; init; }

    /// <summary>What goes wrong on it.</summary>
    public DiskFaults Faults { get; } = new();

    public MemoryIndex Index { get; private set; } = new();

    public bool IsLocked { get; set; }

    /// <summary>Counts how often it was taken out or lost its power: what was opened before is dead.</summary>
    public int Life { get; private set; }

    public IEnumerable<string> Paths => _files.Keys;

    public SimulatedInode? Find(string path) => _files.GetValueOrDefault(path);

    public SimulatedInode Create(string path)
    {
        RequireDirectory(path);
        var file = new SimulatedInode();
        if (!_files.TryAdd(path, file))
        {
            throw new DriveIOException("create", path, DriveIOException.Exists);
        }

        _changes.Add(new DirectoryChange(null, path, file));
        return file;
    }

    public void Rename(string from, string to)
    {
        RequireDirectory(to);
        if (!_files.Remove(from, out SimulatedInode? file))
        {
            throw new DriveIOException("rename", from, DriveIOException.NoEntry);
        }

        _files[to] = file;
        _changes.Add(new DirectoryChange(from, to, file));
    }

    public bool Delete(string path)
    {
        if (!_files.Remove(path, out SimulatedInode? file))
        {
            return false;
        }

        _changes.Add(new DirectoryChange(path, null, file));
        return true;
    }

    public void CreateDirectory(string path)
    {
        RequireDirectory(path);
        _directories.Add(path);
    }

    public List<string> ListFiles(string directory)
        => [.. _files.Keys.Where(path => DirectoryOf(path).SequenceEqual(directory)).Select(static path => path[(path.LastIndexOf('/') + 1)..])];

    public List<string> ListDirectories(string directory)
        => [.. _directories.Where(path => path.Length > 0 && DirectoryOf(path).SequenceEqual(directory)).Select(static path => path[(path.LastIndexOf('/') + 1)..])];

    /// <summary>Makes the entries of a directory durable; a file that moved in from elsewhere is gone from there too, as a rename is atomic.</summary>
    public void SyncDirectory(string directory)
    {
        if (!_directories.Contains(directory))
        {
            throw new DriveIOException("open", directory, DriveIOException.NoEntry);
        }

        _durableDirectories.UnionWith(_directories.Where(path => path.Length > 0 && DirectoryOf(path).SequenceEqual(directory)));
        foreach (DirectoryChange change in _changes.Where(change => Touches(change, directory)).ToArray())
        {
            Apply(change);
            _changes.Remove(change);
        }
    }

    /// <summary>The power goes: each change that was not synced is lost or not, by itself.</summary>
    public void Crash(Random chance)
    {
        foreach (DirectoryChange change in _changes)
        {
            if (chance.Next(2) == 0)
            {
                Apply(change);
            }
        }

        _changes.Clear();
        _directories.RemoveWhere(path => !_durableDirectories.Contains(path) && chance.Next(2) == 0);
        _directories.RemoveWhere(path => path.Length > 0 && !_directories.Contains(DirectoryOf(path).ToString()));
        _durableDirectories.Clear();
        _durableDirectories.UnionWith(_directories);
        _files.Clear();
        foreach ((string path, SimulatedInode file) in _durable.ToArray())
        {
            if (_directories.Contains(DirectoryOf(path).ToString()))
            {
                file.Crash(chance);
                _files.Add(path, file);
            }
            else
            {
                _durable.Remove(path);
            }
        }

        Index.Crash(chance.Next(Index.UnflushedBatches + 1));
        EndLife();
    }

    /// <summary>The process goes, the system stays: files are as they were, the index loses what it held in memory.</summary>
    public void EndProcess(Random chance)
    {
        Index.Crash(chance.Next(Index.UnflushedBatches + 1));
        EndLife();
    }

    /// <summary>Nothing that was opened works any more.</summary>
    public void EndLife()
    {
        Life++;
        IsLocked = false;
    }

    /// <summary>The disk as it is now.</summary>
    public SimulatedDisk Copy()
    {
        var copy = new SimulatedDisk(Name);
        copy._directories.UnionWith(_directories);
        copy._durableDirectories.UnionWith(_directories);
        foreach ((string path, SimulatedInode file) in _files)
        {
            copy._files[path] = copy._durable[path] = file.Copy();
        }

        copy.Index = CopyOf(Index);
        return copy;
    }

    public void LoseIndex() => Index = new MemoryIndex();

    private static MemoryIndex CopyOf(MemoryIndex index)
    {
        var copy = new MemoryIndex();
        using IIndexBatch batch = copy.CreateBatch();
        using IIndexCursor cursor = index.Scan([], []);
        while (cursor.MoveNext())
        {
            batch.Put(cursor.Key, cursor.Value);
        }

        copy.Write(batch);
        copy.Flush();
        return copy;
    }

    private static ReadOnlySpan<char> DirectoryOf(string path) => path.LastIndexOf('/') is int slash and >= 0 ? path.AsSpan(0, slash) : [];

    private static bool Touches(DirectoryChange change, string directory)
        => (change.From is { } from && DirectoryOf(from).SequenceEqual(directory)) || (change.To is { } to && DirectoryOf(to).SequenceEqual(directory));

    private void Apply(DirectoryChange change)
    {
        if (change.From is { } from && _durable.GetValueOrDefault(from) == change.File)
        {
            _durable.Remove(from);
        }

        if (change.To is { } to)
        {
            _durable[to] = change.File;
        }
    }

    private void RequireDirectory(string path)
    {
        if (!_directories.Contains(DirectoryOf(path).ToString()))
        {
            throw new DriveIOException("create", path, DriveIOException.NoEntry);
        }
    }
}
