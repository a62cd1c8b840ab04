using System.Collections.Immutable;

namespace ObjectStore.Drives.Index;

/// <summary>Changes for a <see cref="MemoryIndex"/>, kept as steps.</summary>
internal sealed class MemoryIndexBatch : IIndexBatch
{
    private readonly List<Action<ImmutableSortedSet<MemoryIndexEntry>.Builder>> _steps = [];

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Put(key, default, value, default);

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2) => Put(key, default, value1, value2);

    public void Put(ReadOnlySpan<byte> key1, ReadOnlySpan<byte> key2, ReadOnlySpan<byte> value1, ReadOnlySpan<byte> value2)
    {
        var entry = new MemoryIndexEntry([.. key1, .. key2], [.. value1, .. value2]);
        _steps.Add(state =>
        {
            // A set keeps the element it has when an equal one is added.
            state.Remove(entry);
            state.Add(entry);
        });
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        var entry = new MemoryIndexEntry(key.ToArray(), []);
        _steps.Add(state => state.Remove(entry));
    }

    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] first = from.ToArray();
        byte[] end = to.ToArray();
        _steps.Add(state => RemoveRange(state, first, end));
    }

    public void Clear() => _steps.Clear();

    public void Dispose() => _steps.Clear();

    public ImmutableSortedSet<MemoryIndexEntry> ApplyTo(ImmutableSortedSet<MemoryIndexEntry> state)
    {
        ImmutableSortedSet<MemoryIndexEntry>.Builder builder = state.ToBuilder();
        foreach (Action<ImmutableSortedSet<MemoryIndexEntry>.Builder> step in _steps)
        {
            step(builder);
        }

        return builder.ToImmutable();
    }

    private static void RemoveRange(ImmutableSortedSet<MemoryIndexEntry>.Builder state, byte[] from, byte[] to)
    {
        using var cursor = new MemoryIndexCursor(state.ToImmutable(), from, to, reverse: false);
        bool reversed = from.AsSpan().SequenceCompareTo(to) >= 0;
        while (!reversed && cursor.MoveNext())
        {
            state.Remove(new MemoryIndexEntry(cursor.Key.ToArray(), []));
        }
    }
}
