using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>A native iterator with bounds. It holds the database open until it is disposed.</summary>
internal sealed unsafe class RocksDbCursor : IIndexCursor
{
    private readonly RocksDbHandle _owner;
    private readonly nint _iterator;
    private readonly string _path;
    private readonly bool _reverse;
    private bool _started;
    private bool _valid;

    public RocksDbCursor(RocksDbHandle database, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse, string path)
    {
        _path = path;
        _reverse = reverse;

        bool held = false;
        database.DangerousAddRef(ref held);

        // The library keeps pointers to the bounds, so these get memory that does not move.
        byte* bounds = (byte*)NativeMemory.Alloc((nuint)(from.Length + to.Length + 1));
        nint options = CreateOptions(bounds, from, to);
        _iterator = RocksDbNative.CreateIterator(database, options);
        _owner = new RocksDbHandle(_iterator, iterator => Destroy(iterator, options, (nint)bounds, database));
    }

    public ReadOnlySpan<byte> Key => _valid ? RocksDbNative.Key(_iterator).Bytes : throw NoEntry();

    public ReadOnlySpan<byte> Value => _valid ? RocksDbNative.Value(_iterator).Bytes : throw NoEntry();

    public bool MoveNext()
    {
        if (_started && !_valid)
        {
            return false;
        }

        ObjectDisposedException.ThrowIf(_owner.IsClosed, this);
        Step();
        return Settle();
    }

    public bool Seek(ReadOnlySpan<byte> key)
    {
        ObjectDisposedException.ThrowIf(_owner.IsClosed, this);
        fixed (byte* start = key)
        {
            if (_reverse)
            {
                RocksDbNative.SeekForPrevious(_iterator, start, (nuint)key.Length);
            }
            else
            {
                RocksDbNative.Seek(_iterator, start, (nuint)key.Length);
            }
        }

        return Settle();
    }

    public void Dispose()
    {
        _valid = false;
        _started = true;
        _owner.Dispose();
    }

    private static nint CreateOptions(byte* bounds, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        nint options = RocksDbNative.CreateReadOptions();
        RocksDbNative.SetVerifyChecksums(options, 1);
        RocksDbNative.SetTotalOrderSeek(options, 1);
        from.CopyTo(new Span<byte>(bounds, from.Length));
        to.CopyTo(new Span<byte>(bounds + from.Length, to.Length));
        if (!from.IsEmpty)
        {
            RocksDbNative.SetLowerBound(options, bounds, (nuint)from.Length);
        }

        if (!to.IsEmpty)
        {
            RocksDbNative.SetUpperBound(options, bounds + from.Length, (nuint)to.Length);
        }

        return options;
    }

    private static void Destroy(nint iterator, nint options, nint bounds, RocksDbHandle database)
    {
        RocksDbNative.DestroyIterator(iterator);
        RocksDbNative.DestroyReadOptions(options);
        NativeMemory.Free((void*)bounds);
        database.DangerousRelease();
    }

    private void Step()
    {
        switch (_started, _reverse)
        {
            case (true, false):
                RocksDbNative.Next(_iterator);
                break;
            case (true, true):
                RocksDbNative.Previous(_iterator);
                break;
            case (false, false):
                RocksDbNative.SeekToFirst(_iterator);
                break;
            case (false, true):
                RocksDbNative.SeekToLast(_iterator);
                break;
        }
    }

    /// <summary>Looks where a move has ended: an iterator that is not valid has met the end or an error.</summary>
    private bool Settle()
    {
        _started = true;
        _valid = RocksDbNative.IsValid(_iterator) != 0;
        if (!_valid)
        {
            byte* error = null;
            RocksDbNative.IteratorError(_iterator, &error);
            RocksDbError.ThrowIfSet(error, "scan", _path);
        }

        GC.KeepAlive(_owner);
        return _valid;
    }

    private static InvalidOperationException NoEntry() => new("The cursor stands on no entry.");
}
