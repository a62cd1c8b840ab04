using System.Diagnostics;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The newest records of the one history, oldest first and without a gap: what a replica that fell behind is caught up from, and what is in flight. Bounded in
/// records and bytes, except that nothing in flight and nothing pinned is forgotten. Not thread-safe.
/// </summary>
internal sealed class RecordHistory(ReplicaPosition start, int maxRecords = 16384, long maxBytes = 16 << 20, long maxPinnedBytes = 256 << 20)
{
    private readonly List<MetadataRecord> _records = [];
    private int _head;
    private long _bytes;
    private ulong _pinned = ulong.MaxValue;

    /// <summary>The position after which every record is here.</summary>
    public ReplicaPosition Start { get; private set; } = start;

    /// <summary>The position of the newest record.</summary>
    public ReplicaPosition End => Count == 0 ? Start : _records[^1].Position;

    public int Count => _records.Count - _head;

    public MetadataRecord this[int index] => _records[_head + index];

    /// <summary>Adds the next record.</summary>
    public void Add(MetadataRecord record)
    {
        Debug.Assert(record.FirstSequence == End.Sequence + 1, "A history has no gaps.");
        _records.Add(record);
        _bytes += record.Body.Length;
    }

    /// <summary>The index of the first record that ends after a sequence; <see cref="Count"/> if there is none.</summary>
    public int IndexAfter(ulong sequence)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (this[middle].LastSequence <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Gives up to <paramref name="count"/> records after a sequence, or null if they are forgotten.</summary>
    public MetadataRecord[]? After(ulong sequence, int count)
    {
        if (sequence < Start.Sequence)
        {
            return null;
        }

        int index = IndexAfter(sequence);
        return [.. _records.GetRange(_head + index, Math.Min(count, Count - index))];
    }

    /// <summary>Keeps every record after a sequence until <see cref="Unpin"/>, unless they become more than the bound for pinned records.</summary>
    public void Pin(ulong sequence) => _pinned = sequence;

    public void Unpin() => _pinned = ulong.MaxValue;

    /// <summary>Forgets the oldest records that are beyond the bounds, committed and not pinned.</summary>
    public void Trim(ulong committedThrough)
    {
        while (Count > 0 && this[0].LastSequence <= committedThrough && (IsOverBounds() && (this[0].LastSequence <= _pinned || _bytes > maxPinnedBytes)))
        {
            Start = this[0].Position;
            _bytes -= this[0].Body.Length;
            _records[_head++] = null!;
        }

        if (_head > 64 && _head > _records.Count / 2)
        {
            _records.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private bool IsOverBounds() => Count > maxRecords || _bytes > maxBytes;
}
