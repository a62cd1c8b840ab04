using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>The part of RocksDB's C API that configures a database and what databases share.</summary>
internal static unsafe partial class RocksDbOptionsNative
{
    private const string Library = RocksDbLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rocksdb_options_create")]
    public static partial nint Create();

    [LibraryImport(Library, EntryPoint = "rocksdb_options_destroy")]
    public static partial void Destroy(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_create_if_missing")]
    public static partial void SetCreateIfMissing(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_paranoid_checks")]
    public static partial void SetParanoidChecks(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_allow_concurrent_memtable_write")]
    public static partial void SetAllowConcurrentMemtableWrite(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_enable_pipelined_write")]
    public static partial void SetEnablePipelinedWrite(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_unordered_write")]
    public static partial void SetUnorderedWrite(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_avoid_flush_during_shutdown")]
    public static partial void SetAvoidFlushDuringShutdown(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_bgerror_resume_count")]
    public static partial void SetMaxBackgroundErrorResumes(RocksDbHandle options, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_use_fsync")]
    public static partial void SetUseFsync(RocksDbHandle options, int value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_open_files")]
    public static partial void SetMaxOpenFiles(RocksDbHandle options, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_background_jobs")]
    public static partial void SetMaxBackgroundJobs(RocksDbHandle options, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_write_buffer_size")]
    public static partial void SetWriteBufferSize(RocksDbHandle options, nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_write_buffer_number")]
    public static partial void SetMaxWriteBufferNumber(RocksDbHandle options, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_bytes_per_sync")]
    public static partial void SetBytesPerSync(RocksDbHandle options, ulong bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_max_manifest_file_size")]
    public static partial void SetMaxManifestFileSize(RocksDbHandle options, nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_compression")]
    public static partial void SetCompression(RocksDbHandle options, int algorithm);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_level_compaction_dynamic_level_bytes")]
    public static partial void SetDynamicLevelBytes(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_skip_stats_update_on_db_open")]
    public static partial void SetSkipStatsUpdateOnOpen(RocksDbHandle options, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_stats_dump_period_sec")]
    public static partial void SetStatsDumpPeriodSeconds(RocksDbHandle options, uint seconds);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_stats_persist_period_sec")]
    public static partial void SetStatsPersistPeriodSeconds(RocksDbHandle options, uint seconds);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_info_log")]
    public static partial void SetInfoLog(RocksDbHandle options, RocksDbHandle logger);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_write_buffer_manager")]
    public static partial void SetWriteBufferManager(RocksDbHandle options, RocksDbHandle bufferManager);

    [LibraryImport(Library, EntryPoint = "rocksdb_options_set_block_based_table_factory")]
    public static partial void SetTableFactory(RocksDbHandle options, RocksDbHandle tableOptions);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_create")]
    public static partial nint CreateTableOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_destroy")]
    public static partial void DestroyTableOptions(nint tableOptions);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_block_size")]
    public static partial void SetBlockSize(RocksDbHandle tableOptions, nuint bytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_block_cache")]
    public static partial void SetBlockCache(RocksDbHandle tableOptions, RocksDbHandle cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks")]
    public static partial void SetCacheIndexAndFilterBlocks(RocksDbHandle tableOptions, byte value);

    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache")]
    public static partial void SetPinLevel0FilterAndIndexBlocks(RocksDbHandle tableOptions, byte value);

    /// <summary>Takes over the policy.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_block_based_options_set_filter_policy")]
    public static partial void SetFilterPolicy(RocksDbHandle tableOptions, nint policy);

    [LibraryImport(Library, EntryPoint = "rocksdb_filterpolicy_create_bloom_full")]
    public static partial nint CreateBloomFilter(double bitsPerKey);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_create_lru")]
    public static partial nint CreateCache(nuint capacityBytes);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_destroy")]
    public static partial void DestroyCache(nint cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_cache_get_usage")]
    public static partial nuint CacheUsage(RocksDbHandle cache);

    [LibraryImport(Library, EntryPoint = "rocksdb_write_buffer_manager_create")]
    public static partial nint CreateWriteBufferManager(nuint bytes, byte allowStall);

    [LibraryImport(Library, EntryPoint = "rocksdb_write_buffer_manager_destroy")]
    public static partial void DestroyWriteBufferManager(nint bufferManager);

    [LibraryImport(Library, EntryPoint = "rocksdb_write_buffer_manager_memory_usage")]
    public static partial nuint WriteBufferUsage(RocksDbHandle bufferManager);

    [LibraryImport(Library, EntryPoint = "rocksdb_logger_create_callback_logger")]
    public static partial nint CreateLogger(int level, delegate* unmanaged[Cdecl]<nint, uint, byte*, nuint, void> write, nint state);

    [LibraryImport(Library, EntryPoint = "rocksdb_logger_destroy")]
    public static partial void DestroyLogger(nint logger);

    /// <summary>Gives a wrapper of the one environment of the process; destroying it leaves the environment.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_create_default_env")]
    public static partial nint CreateDefaultEnvironment();

    [LibraryImport(Library, EntryPoint = "rocksdb_env_destroy")]
    public static partial void DestroyEnvironment(nint environment);

    [LibraryImport(Library, EntryPoint = "rocksdb_env_set_high_priority_background_threads")]
    public static partial void SetFlushThreads(RocksDbHandle environment, int count);

    [LibraryImport(Library, EntryPoint = "rocksdb_env_set_background_threads")]
    public static partial void SetCompactionThreads(RocksDbHandle environment, int count);
}
