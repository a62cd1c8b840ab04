namespace ObjectStore.Drives.Index;

/// <summary>Changes gathered in native memory.</summary>
internal sealed unsafe class RocksDbBatch : IIndexBatch
{
    private readonly RocksDbHandle _batch = new(RocksDbNative.CreateBatch(), RocksDbNative.DestroyBatch);

    /// <summary>The native batch behind one that came through the seam.</summary>
    public static RocksDbHandle HandleOf(IIndexBatch batch)
        => batch is RocksDbBatch own ? own._batch : throw new ArgumentException("The batch was made by another kind of index.", nameof(batch));

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyStart = key, valueStart = value)
        {
            RocksDbNative.Put(_batch, keyStart, (nuint)key.Length, valueStart, (nuint)value.Length);
        }
    }

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2) => Put(key, default, value1, value2);

    public void Put(ReadOnlySpan<byte> key1, ReadOnlySpan<byte> key2, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2)
    {
        fixed (byte* key1Start = key1, key2Start = key2, value1Start = value1, value2Start = value2)
        {
            byte** keys = stackalloc byte*[] { key1Start, key2Start };
            byte** values = stackalloc byte*[] { value1Start, value2Start };
            nuint* keyLengths = stackalloc nuint[] { (nuint)key1.Length, (nuint)key2.Length };
            nuint* valueLengths = stackalloc nuint[] { (nuint)value1.Length, (nuint)value2.Length };
            RocksDbNative.PutGather(_batch, 2, keys, keyLengths, 2, values, valueLengths);
        }
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyStart = key)
        {
            RocksDbNative.Delete(_batch, keyStart, (nuint)key.Length);
        }
    }

    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        // The library answers a reversed range with an error of the whole batch.
        if (from.SequenceCompareTo(to) >= 0)
        {
            return;
        }

        fixed (byte* fromStart = from, toStart = to)
        {
            RocksDbNative.DeleteRange(_batch, fromStart, (nuint)from.Length, toStart, (nuint)to.Length);
        }
    }

    public void Clear() => RocksDbNative.ClearBatch(_batch);

    public void Dispose() => _batch.Dispose();
}
