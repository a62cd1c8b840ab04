using ObjectStore.Files;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>
/// A file system in memory that loses at a crash what was not synced, file contents and directory entries alike, and fails on demand.
/// </summary>
internal sealed class SimulatedMedium
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _directories = [string.Empty];
    private Dictionary<string, SimulatedContent> _visible = [];
    private Dictionary<string, SimulatedContent> _durable = [];
    private bool _isLocked;

    /// <summary>Counts crashes: what was opened before one is dead.</summary>
    public int Life { get; private set; }

    /// <summary>Operations that write or sync, so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The number of the operation that fails, or 0.</summary>
    public int FailAt { get; set; }

    /// <summary>The errors' number.</summary>
    public int Errno { get; set; } = DriveIOException.IOError;

    /// <summary>Bytes that still fit; writing more is refused after a part.</summary>
    public long Room { get; set; } = long.MaxValue;

    public long TotalBytes { get; set; } = 1L << 40;

    public long FreeBytes { get; set; } = 1L << 39;

    /// <summary>Whether cached reads answer that they would block.</summary>
    public bool IsCold { get; set; }

    public IReadOnlyCollection<string> Paths
    {
        get
        {
            lock (_gate)
            {
                return [.. _visible.Keys];
            }
        }
    }

    public SimulatedContent Content(string path)
    {
        lock (_gate)
        {
            return _visible[path];
        }
    }

    /// <summary>Takes the power away.</summary>
    public void Crash(Random? torn = null)
    {
        lock (_gate)
        {
            Life++;
            FailAt = 0;
            Room = long.MaxValue;
            _isLocked = false;
            Random chance = torn ?? new Random(0);
            _durable = _durable.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Value.AfterCrash(chance, torn is not null));
            _visible = new Dictionary<string, SimulatedContent>(_durable);
        }
    }

    /// <summary>The process ends, and what it wrote stays in the page cache.</summary>
    public void EndProcess()
    {
        lock (_gate)
        {
            Life++;
            _isLocked = false;
        }
    }

    /// <summary>Counts an operation that writes or syncs, and fails it if it is its turn.</summary>
    public void Step(int life, string operation, string path)
    {
        lock (_gate)
        {
            RequireLife(life, operation, path);
            if (++Operations == FailAt)
            {
                throw new DriveIOException(operation, path, Errno);
            }
        }
    }

    public void RequireLife(int life, string operation, string path)
    {
        if (life != Life)
        {
            throw new DriveIOException(operation, path, DriveIOException.IOError);
        }
    }

    public SimulatedContent? Find(string path)
    {
        lock (_gate)
        {
            return _visible.GetValueOrDefault(path);
        }
    }

    public SimulatedContent Create(string path)
    {
        lock (_gate)
        {
            var content = new SimulatedContent();
            if (!_visible.TryAdd(path, content))
            {
                throw new DriveIOException("create", path, DriveIOException.Exists);
            }

            return content;
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            if (!_visible.Remove(from, out SimulatedContent? content))
            {
                throw new DriveIOException("rename", from, DriveIOException.NoEntry);
            }

            _visible[to] = content;
        }
    }

    public bool Delete(string path)
    {
        lock (_gate)
        {
            return _visible.Remove(path);
        }
    }

    public List<string> List(string directory)
    {
        lock (_gate)
        {
            return _visible.Keys.Where(path => DirectoryOf(path) == directory).Select(path => Path.GetFileName(path)).ToList();
        }
    }

    public List<string> ListDirectories(string directory)
    {
        lock (_gate)
        {
            return _directories.Where(path => path.Length > 0 && DirectoryOf(path) == directory).Select(path => Path.GetFileName(path)).ToList();
        }
    }

    public void CreateDirectory(string path)
    {
        lock (_gate)
        {
            _directories.Add(path);
        }
    }

    /// <summary>A file that was moved in from elsewhere is gone from there too: a rename never leaves both names.</summary>
    public void SyncDirectory(string directory)
    {
        lock (_gate)
        {
            foreach (string path in _durable.Keys.Where(path => DirectoryOf(path) == directory && !_visible.ContainsKey(path)).ToArray())
            {
                _durable.Remove(path);
            }

            foreach ((string path, SimulatedContent content) in _visible.Where(entry => DirectoryOf(entry.Key) == directory))
            {
                _durable[path] = content;
            }
        }
    }

    public bool TryLock()
    {
        lock (_gate)
        {
            return !_isLocked && (_isLocked = true);
        }
    }

    public void Unlock(int life)
    {
        lock (_gate)
        {
            _isLocked &= life != Life;
        }
    }

    /// <summary>Takes room for bytes and gives how many of them fit.</summary>
    public int Take(int bytes)
    {
        lock (_gate)
        {
            int fits = (int)Math.Min(bytes, Room);
            Room -= Room == long.MaxValue ? 0 : fits;
            return fits;
        }
    }

    private static string DirectoryOf(string path) => path.LastIndexOf('/') is int slash and >= 0 ? path[..slash] : string.Empty;
}
