namespace ObjectStore.Drives.Index;

/// <summary>
/// The ordered key-value index of one drive: RocksDB in production, a model in simulations. It has no write-ahead log of its own: what was written is
/// visible at once, atomic by batch, and durable after <see cref="Flush"/> only; a crash leaves the state after some batch, never half a batch. Keys
/// are ordered by unsigned bytes. Thread-safe; calls may block for file operations.
/// </summary>
internal interface IDriveIndex : IDisposable
{
    /// <summary>Makes an empty batch, to be filled, written and reused by one caller.</summary>
    IIndexBatch CreateBatch();

    /// <summary>Applies a batch atomically and makes it visible.</summary>
    /// <exception cref="Files.DriveIOException">The index failed; the drive with it.</exception>
    void Write(IIndexBatch batch);

    /// <summary>Gives a copy of the value of a key, or null.</summary>
    byte[]? Get(ReadOnlySpan<byte> key);

    /// <summary>
    /// Copies the value of a key into a buffer without allocating; gives its length (which may exceed the buffer, then nothing is copied), or -1 if
    /// there is none.
    /// </summary>
    int Get(ReadOnlySpan<byte> key, Span<byte> destination);

    /// <summary>
    /// Opens a cursor before the first key of [from, to) (an empty bound is none), or with <paramref name="reverse"/> after the last, over the state
    /// of this moment.
    /// </summary>
    IIndexCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse = false);

    /// <summary>Makes everything written before the call durable, in order with what was written before.</summary>
    void Flush();
}
