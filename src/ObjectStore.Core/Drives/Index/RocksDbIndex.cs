using Microsoft.Extensions.Logging;
using ObjectStore.Files;

namespace ObjectStore.Drives.Index;

/// <summary>
/// An index in RocksDB, its write-ahead log off: the log of the drive is the log. Closing does not flush, so that no error is lost: flush
/// first what must stay. Thread-safe; closing while calls run or cursors are open lets these end first.
/// </summary>
internal sealed unsafe class RocksDbIndex : IDriveIndex
{
    private readonly RocksDbHandle _database;
    private readonly RocksDbHandle _readOptions;
    private readonly RocksDbHandle _writeOptions;
    private readonly RocksDbHandle _flushOptions;
    private readonly string _path;

    // A handle that is in use still lets new calls in after its Dispose.
    private volatile bool _disposed;

    private RocksDbIndex(RocksDbHandle database, string path)
    {
        _database = database;
        _path = path;
        _readOptions = new RocksDbHandle(RocksDbNative.CreateReadOptions(), RocksDbNative.DestroyReadOptions);
        RocksDbNative.SetVerifyChecksums(_readOptions.DangerousGetHandle(), 1);
        _writeOptions = new RocksDbHandle(RocksDbNative.CreateWriteOptions(), RocksDbNative.DestroyWriteOptions);
        RocksDbNative.SetDisableLog(_writeOptions, 1);
        _flushOptions = new RocksDbHandle(RocksDbNative.CreateFlushOptions(), RocksDbNative.DestroyFlushOptions);
        RocksDbNative.SetWait(_flushOptions, 1);

        // Else a flush would wait until compaction has caught up.
        RocksDbNative.SetAllowWriteStall(_flushOptions, 1);
    }

    /// <summary>Opens the index in a directory, or makes an empty one, whose directory entry is durable then.</summary>
    /// <exception cref="DriveIOException">It cannot be opened, is damaged, or is open already.</exception>
    public static RocksDbIndex Open(RocksDbResources resources, string path, ILogger logger)
    {
        PosixDriveFiles.OpenOrCreateRoot(path).Dispose();
        var log = new RocksDbLog(logger, path);
        byte* error = null;
        nint database;
        RocksDbThreads.Add();
        using (RocksDbHandle options = resources.CreateOptions(log))
        {
            database = RocksDbNative.Open(options, path, &error);
        }

        if (error != null)
        {
            RocksDbThreads.Remove();
            log.Dispose();
            RocksDbError.ThrowIfSet(error, "open", path);
        }

        return new RocksDbIndex(new RocksDbHandle(database, opened => Close(opened, log)), path);
    }

    public IIndexBatch CreateBatch() => new RocksDbBatch();

    public void Write(IIndexBatch batch)
    {
        ThrowIfDisposed();
        byte* error = null;
        RocksDbNative.Write(_database, _writeOptions, RocksDbBatch.HandleOf(batch), &error);
        RocksDbError.ThrowIfSet(error, "write", _path);
    }

    public byte[]? Get(ReadOnlySpan<byte> key)
    {
        ThrowIfDisposed();
        nint pinned;
        byte* error = null;
        fixed (byte* keyStart = key)
        {
            pinned = RocksDbNative.GetPinned(_database, _readOptions, keyStart, (nuint)key.Length, &error);
        }

        RocksDbError.ThrowIfSet(error, "get", _path);
        if (pinned == 0)
        {
            return null;
        }

        try
        {
            nuint length;
            byte* value = RocksDbNative.PinnedValue(pinned, &length);
            return new ReadOnlySpan<byte>(value, checked((int)length)).ToArray();
        }
        finally
        {
            RocksDbNative.DestroyPinned(pinned);
        }
    }

    public int Get(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        ThrowIfDisposed();
        nuint length = 0;
        byte found = 0;
        byte* error = null;
        fixed (byte* keyStart = key, buffer = destination)
        {
            _ = RocksDbNative.GetIntoBuffer(
                _database, _readOptions, keyStart, (nuint)key.Length, buffer, (nuint)destination.Length, &length, &found, &error);
        }

        RocksDbError.ThrowIfSet(error, "get", _path);
        return found != 0 ? checked((int)length) : -1;
    }

    public IIndexCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse = false)
    {
        ThrowIfDisposed();
        return new RocksDbCursor(_database, from, to, reverse, _path);
    }

    public void Flush()
    {
        ThrowIfDisposed();
        byte* error = null;
        RocksDbNative.Flush(_database, _flushOptions, &error);
        RocksDbError.ThrowIfSet(error, "flush", _path);
    }

    public void Dispose()
    {
        _disposed = true;
        _database.Dispose();
        _readOptions.Dispose();
        _writeOptions.Dispose();
        _flushOptions.Dispose();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    private static void Close(nint database, RocksDbLog log)
    {
        RocksDbNative.Close(database);
        RocksDbThreads.Remove();
        log.Dispose();
    }
}
