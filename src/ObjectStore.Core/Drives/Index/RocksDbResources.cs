namespace ObjectStore.Drives.Index;

/// <summary>
/// What the indexes of all drives of a store share, so that their memory is bounded together: one block cache and one budget for write
/// buffers. Create it once a store; indexes hold on to what they use, so it may be disposed in any order. Thread-safe.
/// </summary>
internal sealed class RocksDbResources : IDisposable
{
    private readonly RocksDbHandle _cache;
    private readonly RocksDbHandle _writeBuffers;

    /// <param name="cacheBytes">Room for blocks, index blocks and filters read from the indexes.</param>
    /// <param name="writeBufferBytes">What may wait in memory before some index writes it out by itself.</param>
    public RocksDbResources(long cacheBytes, long writeBufferBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cacheBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(writeBufferBytes);
        RocksDbLibrary.EnsureRegistered();
        _cache = new RocksDbHandle(RocksDbOptionsNative.CreateCache((nuint)cacheBytes), RocksDbOptionsNative.DestroyCache);
        _writeBuffers = new RocksDbHandle(
            RocksDbOptionsNative.CreateWriteBufferManager((nuint)writeBufferBytes, allowStall: 0), RocksDbOptionsNative.DestroyWriteBufferManager);
        WriteBufferBytes = writeBufferBytes;
    }

    public long WriteBufferBytes { get; }

    /// <summary>Bytes the block cache holds.</summary>
    public long CacheUsage => (long)RocksDbOptionsNative.CacheUsage(_cache);

    /// <summary>Bytes the write buffers of all indexes hold.</summary>
    public long WriteBufferUsage => (long)RocksDbOptionsNative.WriteBufferUsage(_writeBuffers);

    /// <summary>Makes the options of one index.</summary>
    public RocksDbHandle CreateOptions(RocksDbLog log) => RocksDbConfiguration.Create(_cache, _writeBuffers, WriteBufferBytes, log);

    public void Dispose()
    {
        _writeBuffers.Dispose();
        _cache.Dispose();
    }
}
