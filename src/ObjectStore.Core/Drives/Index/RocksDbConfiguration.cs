using Native = ObjectStore.Drives.Index.RocksDbOptionsNative;

namespace ObjectStore.Drives.Index;

/// <summary>The options of an index. Those that its promise rests on are set although they are the library's defaults.</summary>
internal static class RocksDbConfiguration
{
    private const byte On = 1;
    private const byte Off = 0;

    private const int Lz4 = 4;
    private const double BloomBitsPerKey = 10;
    private const int BlockBytes = 8 * 1024;
    private const int MaxOpenFiles = 128;
    private const int MaxBackgroundJobs = 2;
    private const int MaxWriteBuffers = 3;
    private const long MaxWriteBufferBytes = 32L << 20;
    private const int BytesPerSync = 1 << 20;
    private const int MaxManifestBytes = 16 << 20;

    public static RocksDbHandle Create(RocksDbHandle cache, RocksDbHandle writeBuffers, long writeBufferBytes, RocksDbLog log)
    {
        var options = new RocksDbHandle(Native.Create(), Native.Destroy);
        SetOrderAndDurability(options);
        SetBounds(options, writeBuffers, writeBufferBytes);
        SetTables(options, cache);
        using RocksDbHandle logger = log.CreateLogger();
        Native.SetInfoLog(options, logger);
        return options;
    }

    /// <remarks>
    /// Without a log of its own, what survives a crash are the write buffers that were written out. One column family, batches that enter
    /// its buffer one after the other and buffers that are written out in that order make this the state after some batch.
    /// </remarks>
    private static void SetOrderAndDurability(RocksDbHandle options)
    {
        Native.SetCreateIfMissing(options, On);
        Native.SetUnorderedWrite(options, Off);
        Native.SetEnablePipelinedWrite(options, Off);
        Native.SetAllowConcurrentMemtableWrite(options, Off);

        // Closing must not hide an error of the last flush: the drive flushes and looks at the result.
        Native.SetAvoidFlushDuringShutdown(options, On);

        // A failed write-out fails the drive; it is never retried into success behind our back.
        Native.SetMaxBackgroundErrorResumes(options, 0);

        // fdatasync, which also makes a length durable.
        Native.SetUseFsync(options, 0);
        Native.SetParanoidChecks(options, On);
    }

    private static void SetBounds(RocksDbHandle options, RocksDbHandle writeBuffers, long writeBufferBytes)
    {
        Native.SetWriteBufferManager(options, writeBuffers);
        Native.SetWriteBufferSize(options, (nuint)Math.Clamp(writeBufferBytes / 2, 1, MaxWriteBufferBytes));
        Native.SetMaxWriteBufferNumber(options, MaxWriteBuffers);
        Native.SetMaxOpenFiles(options, MaxOpenFiles);
        Native.SetMaxBackgroundJobs(options, MaxBackgroundJobs);
        Native.SetBytesPerSync(options, BytesPerSync);
        Native.SetMaxManifestFileSize(options, MaxManifestBytes);
        Native.SetSkipStatsUpdateOnOpen(options, On);
        Native.SetStatsDumpPeriodSeconds(options, 0);
        Native.SetStatsPersistPeriodSeconds(options, 0);
    }

    private static void SetTables(RocksDbHandle options, RocksDbHandle cache)
    {
        using var tables = new RocksDbHandle(Native.CreateTableOptions(), Native.DestroyTableOptions);
        Native.SetBlockSize(tables, BlockBytes);
        Native.SetBlockCache(tables, cache);

        // In the cache, so that they count against its bound.
        Native.SetCacheIndexAndFilterBlocks(tables, On);
        Native.SetPinLevel0FilterAndIndexBlocks(tables, On);
        Native.SetFilterPolicy(tables, Native.CreateBloomFilter(BloomBitsPerKey));
        Native.SetTableFactory(options, tables);
        Native.SetCompression(options, Lz4);
        Native.SetDynamicLevelBytes(options, On);
    }
}
