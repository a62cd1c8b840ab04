using System.Buffers.Binary;
using ObjectStore.Drives.Index;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Catalog;

/// <summary>How far a drive's metadata is, and the records it has not applied. Not thread-safe: the catalog's gate guards it.</summary>
internal sealed class ReplicaState
{
    private const int ValueSize = 1 + CommitStamp.Size;

    private readonly List<TailEntry> _tail = [];
    private bool _hasGap;

    public ReplicaPosition Applied { get; private set; }

    public bool IsComplete { get; private set; }

    public ReplicaPosition Logged => _tail.Count > 0 ? _tail[^1].Record.Position : Applied;

    public IReadOnlyList<TailEntry> Tail => _tail;

    /// <summary>Where the first record that is not applied stands; null if all that are written are.</summary>
    public Checkpoint? FirstUnapplied => _tail.Count > 0 ? _tail[0].Place : null;

    /// <summary>Takes the state from the index; false if the index has none.</summary>
    public bool Load(IDriveIndex index)
    {
        Span<byte> value = stackalloc byte[ValueSize];
        if (index.Get(CatalogKeys.Replica, value) != ValueSize)
        {
            return false;
        }

        IsComplete = value[0] != 0;
        CommitStamp applied = CommitStamp.Read(value[1..]);
        Applied = new ReplicaPosition(applied.Epoch, applied.Sequence);
        return true;
    }

    /// <summary>Sets state and position outright, without a tail: at the first opening, and around an installation.</summary>
    public void Reset(bool complete, ReplicaPosition applied, IIndexBatch batch)
    {
        _tail.Clear();
        _hasGap = false;
        IsComplete = complete;
        Applied = applied;
        WriteTo(batch);
    }

    /// <summary>Takes a new record; null if it is in the tail or applied already.</summary>
    public TailEntry? Append(MetadataRecord record)
    {
        DropVoid(record);
        if (record.LastSequence <= Logged.Sequence)
        {
            return null;
        }

        var entry = new TailEntry(record);
        _tail.Add(entry);
        return entry;
    }

    /// <summary>Applies the tail up to a sequence: adds the changes to a batch.</summary>
    public void Apply(ulong throughSequence, IIndexBatch batch)
    {
        int count = 0;
        while (count < _tail.Count && _tail[count].Record.LastSequence <= throughSequence)
        {
            AddChanges(_tail[count++].Record, batch);
        }

        if (count > 0)
        {
            Applied = _tail[count - 1].Record.Position;
            _tail.RemoveRange(0, count);
            WriteTo(batch);
        }
    }

    /// <summary>Takes a record found in the log at opening, in the order of the log.</summary>
    public void Replay(MetadataRecord record, Checkpoint place, IIndexBatch batch)
    {
        if (!IsComplete || record.LastSequence <= Applied.Sequence)
        {
            return;
        }

        if (_hasGap && (record.Epoch != Logged.Epoch || record.FirstSequence != Logged.Sequence + 1))
        {
            Reset(complete: false, Applied, batch);
            return;
        }

        _hasGap = false;
        if (Append(record) is TailEntry entry)
        {
            entry.Place = place;
            Apply(record.CommittedThrough, batch);
        }
    }

    /// <summary>Says that a part of the log is lost, which may have held metadata.</summary>
    public void MarkGap() => _hasGap = true;

    /// <summary>Ends the replay: with a gap that no later record shows to be harmless, the state is incomplete.</summary>
    public void EndReplay(IIndexBatch batch)
    {
        if (_hasGap)
        {
            Reset(complete: false, Applied, batch);
        }
    }

    private static void AddChanges(MetadataRecord record, IIndexBatch batch)
    {
        ReadOnlySpan<byte> tag = CatalogKeys.Metadata;
        Span<byte> stamp = stackalloc byte[CommitStamp.Size];
        var changes = new MetadataBatchReader(record);
        while (changes.MoveNext())
        {
            if (changes.IsDelete)
            {
                batch.Delete(CatalogKeys.OfMetadata(changes.Key));
            }
            else
            {
                new CommitStamp(record.Epoch, changes.Sequence).Write(stamp);
                batch.Put(tag, changes.Key, stamp, changes.Value);
            }
        }
    }

    private void DropVoid(MetadataRecord record)
    {
        while (_tail.Count > 0 && _tail[^1].Record is MetadataRecord last && last.Epoch < record.Epoch && last.LastSequence >= record.FirstSequence)
        {
            _tail.RemoveAt(_tail.Count - 1);
        }
    }

    private void WriteTo(IIndexBatch batch)
    {
        Span<byte> value = stackalloc byte[ValueSize];
        value[0] = IsComplete ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(value[1..], Applied.Epoch);
        BinaryPrimitives.WriteUInt64BigEndian(value[5..], Applied.Sequence);
        batch.Put(CatalogKeys.Replica, value);
    }
}
