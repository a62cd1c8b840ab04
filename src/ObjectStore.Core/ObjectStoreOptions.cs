namespace ObjectStore;

/// <summary>Where a store keeps its data and how. Read once, when the store opens.</summary>
public sealed class ObjectStoreOptions
{
    /// <summary>
    /// The drives' directories, in any order once formatted: 1 to 16, or a larger number that divides into equal erasure sets of 2 to 16.
    /// Created if missing while the store is new; a drive of an existing store that is missing is offline, and an empty directory in its place is
    /// formatted and rebuilt. An ellipsis expands: <c>/mnt/disk{1...4}</c>. Default: none; at least one is required.
    /// </summary>
    public IList<string> Drives { get; set; } = [];

    /// <summary>
    /// Parity shards of new objects, 0 to half the drives of a set. Default: null: 0 for 1 drive, 1 for 2-3, 2 for 4-5, 3 for 6-7, 4 for 8-16.
    /// The metadata is replicated by the default whatever this says.
    /// </summary>
    public int? Parity { get; set; }

    /// <summary>Bytes of memory for the cache of the drives' indexes, over all drives. Default: 64 MiB.</summary>
    public long IndexCacheBytes { get; set; } = 64L << 20;

    /// <summary>Bytes of memory for index entries not yet written out, over all drives. Default: 64 MiB.</summary>
    public long IndexWriteBufferBytes { get; set; } = 64L << 20;

    /// <summary>How often drives are checked and missing ones tried again. Default: 1 second.</summary>
    public TimeSpan DriveCheckInterval { get; set; } = TimeSpan.FromSeconds(1);
}
