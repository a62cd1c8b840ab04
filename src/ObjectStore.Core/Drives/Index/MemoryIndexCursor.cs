using System.Collections.Immutable;

namespace ObjectStore.Drives.Index;

/// <summary>Walks over a state of a <see cref="MemoryIndex"/>, which never changes.</summary>
internal sealed class MemoryIndexCursor : IIndexCursor
{
    private readonly ImmutableSortedSet<MemoryIndexEntry> _entries;
    private readonly int _first;
    private readonly int _end;
    private readonly bool _reverse;
    private int _position;
    private bool _started;

    public MemoryIndexCursor(ImmutableSortedSet<MemoryIndexEntry> entries, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, bool reverse)
    {
        _entries = entries;
        _reverse = reverse;
        _first = PositionOf(from);
        _end = to.IsEmpty ? entries.Count : Math.Max(_first, PositionOf(to));
    }

    public ReadOnlySpan<byte> Key => Current.Key;

    public ReadOnlySpan<byte> Value => Current.Value;

    private bool IsValid => _started && _position >= _first && _position < _end;

    private MemoryIndexEntry Current => IsValid ? _entries[_position] : throw new InvalidOperationException("The cursor stands on no entry.");

    public bool MoveNext()
    {
        if (!_started)
        {
            _started = true;
            _position = _reverse ? _end - 1 : _first;
        }
        else if (IsValid)
        {
            _position += _reverse ? -1 : 1;
        }

        return IsValid;
    }

    public bool Seek(ReadOnlySpan<byte> key)
    {
        _started = true;
        int position = PositionOf(key);
        if (!_reverse)
        {
            _position = Math.Max(position, _first);
            return IsValid;
        }

        bool found = position < _entries.Count && _entries[position].Key.AsSpan().SequenceEqual(key);
        _position = Math.Min(found ? position : position - 1, _end - 1);
        return IsValid;
    }

    public void Dispose() => _started = false;

    /// <summary>The position of the first key at or after a key.</summary>
    private int PositionOf(ReadOnlySpan<byte> key)
    {
        int position = _entries.IndexOf(new MemoryIndexEntry(key.ToArray(), []));
        return position >= 0 ? position : ~position;
    }
}
