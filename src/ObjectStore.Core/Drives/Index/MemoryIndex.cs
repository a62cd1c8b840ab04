using System.Collections.Immutable;

namespace ObjectStore.Drives.Index;

/// <summary>
/// An index in memory that keeps the promises of <see cref="IDriveIndex"/> and no more, for simulations and tests: <see cref="Crash"/>
/// takes it back to any state that a crash may leave. It outlives its users: disposing it is the end of a process, which loses what was
/// not flushed, and the next user finds the rest. Thread-safe.
/// </summary>
internal sealed class MemoryIndex : IDriveIndex
{
    private readonly Lock _gate = new();

    // The state at the last flush, and after each batch since.
    private readonly List<ImmutableSortedSet<MemoryIndexEntry>> _states = [ImmutableSortedSet.Create<MemoryIndexEntry>(MemoryIndexEntry.ByKey)];

    /// <summary>How many batches were written since the last flush.</summary>
    public int UnflushedBatches
    {
        get
        {
            lock (_gate)
            {
                return _states.Count - 1;
            }
        }
    }

    private ImmutableSortedSet<MemoryIndexEntry> Current
    {
        get
        {
            lock (_gate)
            {
                return _states[^1];
            }
        }
    }

    public IIndexBatch CreateBatch() => new MemoryIndexBatch();

    public void Write(IIndexBatch batch)
    {
        if (batch is not MemoryIndexBatch own)
        {
            throw new ArgumentException("The batch was made by another kind of index.", nameof(batch));
        }

        lock (_gate)
        {
            _states.Add(own.ApplyTo(_states[^1]));
        }
    }

    public byte[]? Get(ReadOnlySpan<byte> key) => Find(key)?.ToArray();

    public int Get(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        byte[]? value = Find(key);
        if (value is null)
        {
            return -1;
        }

        if (value.Length <= destination.Length)
        {
            value.CopyTo(destination);
        }

        return value.Length;
    }

    public IIndexCursor Scan(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse = false)
        => new MemoryIndexCursor(Current, from, to, reverse);

    public void Flush()
    {
        lock (_gate)
        {
            _states.RemoveRange(0, _states.Count - 1);
        }
    }

    /// <summary>Loses what was not flushed, except the first batches since: an index may write these out by itself.</summary>
    /// <param name="keptBatches">From 0 to <see cref="UnflushedBatches"/>.</param>
    public void Crash(int keptBatches = 0)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(keptBatches);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(keptBatches, _states.Count);
            ImmutableSortedSet<MemoryIndexEntry> survivor = _states[keptBatches];
            _states.Clear();
            _states.Add(survivor);
        }
    }

    public void Dispose() => Crash();

    private byte[]? Find(ReadOnlySpan<byte> key)
        => Current.TryGetValue(new MemoryIndexEntry(key.ToArray(), []), out MemoryIndexEntry entry) ? entry.Value : null;
}
