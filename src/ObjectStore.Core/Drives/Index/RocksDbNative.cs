using System.Runtime.InteropServices;

namespace ObjectStore.Drives.Index;

/// <summary>
/// The part of RocksDB's C API (rocksdb/c.h) that an index needs. An error arrives as a message that the caller frees. Calls on iterators
/// and their options take bare pointers, since one caller owns them; the short ones among them run without a switch of the GC mode.
/// </summary>
internal static unsafe partial class RocksDbNative
{
    private const string Library = RocksDbLibrary.Name;

    [LibraryImport(Library, EntryPoint = "rocksdb_free")]
    public static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "rocksdb_open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(RocksDbHandle options, string path, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_close")]
    public static partial void Close(nint database);

    [LibraryImport(Library, EntryPoint = "rocksdb_write")]
    public static partial void Write(RocksDbHandle database, RocksDbHandle writeOptions, RocksDbHandle batch, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_flush")]
    public static partial void Flush(RocksDbHandle database, RocksDbHandle flushOptions, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_get_pinned")]
    public static partial nint GetPinned(RocksDbHandle database, RocksDbHandle readOptions, byte* key, nuint keyLength, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_value")]
    [SuppressGCTransition]
    public static partial byte* PinnedValue(nint pinned, nuint* length);

    [LibraryImport(Library, EntryPoint = "rocksdb_pinnableslice_destroy")]
    public static partial void DestroyPinned(nint pinned);

    [LibraryImport(Library, EntryPoint = "rocksdb_get_into_buffer")]
    public static partial byte GetIntoBuffer(
        RocksDbHandle database,
        RocksDbHandle readOptions,
        byte* key,
        nuint keyLength,
        byte* buffer,
        nuint bufferLength,
        nuint* valueLength,
        byte* found,
        byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_create_iterator")]
    public static partial nint CreateIterator(RocksDbHandle database, nint readOptions);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_destroy")]
    public static partial void DestroyIterator(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_first")]
    public static partial void SeekToFirst(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_to_last")]
    public static partial void SeekToLast(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek")]
    public static partial void Seek(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_seek_for_prev")]
    public static partial void SeekForPrevious(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_next")]
    public static partial void Next(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_prev")]
    public static partial void Previous(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_valid")]
    [SuppressGCTransition]
    public static partial byte IsValid(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_key_slice")]
    [SuppressGCTransition]
    public static partial RocksDbSlice Key(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_value_slice")]
    [SuppressGCTransition]
    public static partial RocksDbSlice Value(nint iterator);

    [LibraryImport(Library, EntryPoint = "rocksdb_iter_get_error")]
    public static partial void IteratorError(nint iterator, byte** error);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_create")]
    public static partial nint CreateBatch();

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_destroy")]
    public static partial void DestroyBatch(nint batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_clear")]
    public static partial void ClearBatch(RocksDbHandle batch);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_put")]
    public static partial void Put(RocksDbHandle batch, byte* key, nuint keyLength, byte* value, nuint valueLength);

    /// <summary>Sets one value under one key, each gathered from pieces.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_putv")]
    public static partial void PutGather(
        RocksDbHandle batch, int keyPieces, byte** keys, nuint* keyLengths, int valuePieces, byte** values, nuint* valueLengths);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete")]
    public static partial void Delete(RocksDbHandle batch, byte* key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_writebatch_delete_range")]
    public static partial void DeleteRange(RocksDbHandle batch, byte* from, nuint fromLength, byte* to, nuint toLength);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_create")]
    public static partial nint CreateWriteOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_destroy")]
    public static partial void DestroyWriteOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_writeoptions_disable_WAL")]
    public static partial void SetDisableLog(RocksDbHandle writeOptions, int disable);

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_create")]
    public static partial nint CreateFlushOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_destroy")]
    public static partial void DestroyFlushOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_set_wait")]
    public static partial void SetWait(RocksDbHandle flushOptions, byte wait);

    [LibraryImport(Library, EntryPoint = "rocksdb_flushoptions_set_allow_write_stall")]
    public static partial void SetAllowWriteStall(RocksDbHandle flushOptions, byte allow);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_create")]
    public static partial nint CreateReadOptions();

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_destroy")]
    public static partial void DestroyReadOptions(nint options);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_verify_checksums")]
    public static partial void SetVerifyChecksums(nint readOptions, byte verify);

    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_total_order_seek")]
    public static partial void SetTotalOrderSeek(nint readOptions, byte total);

    /// <summary>Keeps the pointer: the bytes must outlive every iterator made with the options.</summary>
    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_iterate_lower_bound")]
    public static partial void SetLowerBound(nint readOptions, byte* key, nuint keyLength);

    /// <inheritdoc cref="SetLowerBound"/>
    [LibraryImport(Library, EntryPoint = "rocksdb_readoptions_set_iterate_upper_bound")]
    public static partial void SetUpperBound(nint readOptions, byte* key, nuint keyLength);
}
