using System.Collections.Immutable;

namespace ObjectStore.Metadata;

/// <summary>
/// A sorted map of keys to stamped values in memory. Immutable: a reader keeps the moment it took, and a change gives a new state that shares most of
/// the old.
/// </summary>
internal sealed class MetadataState
{
    private readonly ImmutableSortedSet<Entry> _entries;

    private MetadataState(ImmutableSortedSet<Entry> entries) => _entries = entries;

    public static MetadataState Empty { get; } = new(ImmutableSortedSet<Entry>.Empty.WithComparer(EntryComparer.Instance));

    public int Count => _entries.Count;

    /// <summary>The entry of a rank in the order of keys.</summary>
    public Entry this[int index] => _entries[index];

    /// <summary>Gives the value of a key, or null.</summary>
    public MetadataValue? Get(ReadOnlyMemory<byte> key) => _entries.TryGetValue(new Entry(key, default), out Entry found) ? found.Value : null;

    /// <summary>The rank of the first key at or after a key; <see cref="Count"/> if there is none.</summary>
    public int IndexOf(ReadOnlyMemory<byte> key)
    {
        int index = _entries.IndexOf(new Entry(key, default));
        return index < 0 ? ~index : index;
    }

    /// <summary>Opens a cursor over this state, as <see cref="IMetadataStore.Scan"/>.</summary>
    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse) => new MetadataStateCursor(this, from, to, reverse);

    /// <summary>Begins a set of changes.</summary>
    public Builder ToBuilder() => new(_entries.ToBuilder());

    internal readonly record struct Entry(ReadOnlyMemory<byte> Key, MetadataValue Value);

    /// <summary>Changes that lead to a new state. It keeps the memory it is given.</summary>
    internal sealed class Builder(ImmutableSortedSet<Entry>.Builder entries)
    {
        public MetadataValue? Get(ReadOnlyMemory<byte> key) => entries.TryGetValue(new Entry(key, default), out Entry found) ? found.Value : null;

        public void Put(ReadOnlyMemory<byte> key, MetadataValue value)
        {
            var entry = new Entry(key, value);
            entries.Remove(entry);
            entries.Add(entry);
        }

        public void Delete(ReadOnlyMemory<byte> key) => entries.Remove(new Entry(key, default));

        public MetadataState ToState() => new(entries.ToImmutable());
    }

    private sealed class EntryComparer : IComparer<Entry>
    {
        public static EntryComparer Instance { get; } = new();

        public int Compare(Entry x, Entry y) => KeyComparer.Instance.Compare(x.Key, y.Key);
    }
}
