namespace ObjectStore.Metadata.Replication;

/// <summary>The keys that records change of which it is not known whether they are committed: no answer about them may be given. Immutable.</summary>
internal sealed class UndecidedKeys
{
    private readonly ReadOnlyMemory<byte>[] _keys;

    private UndecidedKeys(ReadOnlyMemory<byte>[] keys) => _keys = keys;

    public static UndecidedKeys None { get; } = new([]);

    public bool IsEmpty => _keys.Length == 0;

    public static UndecidedKeys Of(IEnumerable<MetadataRecord> records)
    {
        var keys = new SortedSet<ReadOnlyMemory<byte>>(KeyComparer.Instance);
        foreach (MetadataRecord record in records)
        {
            var reader = new MetadataBatchReader(record);
            while (reader.MoveNext())
            {
                keys.Add(reader.Key.ToArray());
            }
        }

        return keys.Count == 0 ? None : new UndecidedKeys([.. keys]);
    }

    public bool Contains(ReadOnlyMemory<byte> key) => Array.BinarySearch(_keys, key, KeyComparer.Instance) >= 0;

    /// <summary>Whether one of them is in [from, to); an empty bound is none.</summary>
    public bool AnyIn(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to)
    {
        int first = Array.BinarySearch(_keys, from, KeyComparer.Instance);
        first = first < 0 ? ~first : first;
        return first < _keys.Length && (to.IsEmpty || KeyComparer.Instance.Compare(_keys[first], to) < 0);
    }
}
