namespace ObjectStore.Metadata.Replication;

/// <summary>What the groups in flight make of the keys they change: the newest change of each. Used by the sequencer only.</summary>
internal sealed class InFlightOverlay
{
    private readonly Dictionary<ReadOnlyMemory<byte>, Entry> _entries = new(KeyComparer.Instance);

    public int Count => _entries.Count;

    public bool TryGet(ReadOnlyMemory<byte> key, out Entry entry) => _entries.TryGetValue(key, out entry);

    /// <summary>Notes a change; a null value deletes.</summary>
    public void Set(ReadOnlyMemory<byte> key, MetadataValue? value, ulong sequence, InFlightGroup group) => _entries[key] = new Entry(value, sequence, group);

    /// <summary>Forgets the changes of a record that is in the state now, unless a later one in flight replaced them.</summary>
    public void Remove(MetadataRecord record)
    {
        var lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        var reader = new MetadataBatchReader(record);
        while (reader.MoveNext())
        {
            if (lookup.TryGetValue(reader.Key, out Entry entry) && entry.Sequence <= record.LastSequence)
            {
                lookup.Remove(reader.Key);
            }
        }
    }

    public void Clear() => _entries.Clear();

    /// <summary>The newest change of a key.</summary>
    internal readonly record struct Entry(MetadataValue? Value, ulong Sequence, InFlightGroup Group);
}
