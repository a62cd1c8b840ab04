namespace ObjectStore.Metadata;

/// <summary>Walks over a <see cref="MetadataState"/>.</summary>
internal sealed class MetadataStateCursor : IMetadataCursor
{
    private readonly MetadataState _state;
    private readonly int _first;
    private readonly int _end;
    private readonly bool _reverse;
    private int _index;

    public MetadataStateCursor(MetadataState state, ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse)
    {
        _state = state;
        _first = from.IsEmpty ? 0 : state.IndexOf(from);
        _end = Math.Max(_first, to.IsEmpty ? state.Count : state.IndexOf(to));
        _reverse = reverse;
        _index = reverse ? _end : _first - 1;
    }

    public ReadOnlySpan<byte> Key => Current.Key.Span;

    public ReadOnlySpan<byte> Value => Current.Value.Value.Span;

    public CommitStamp Stamp => Current.Value.Stamp;

    private bool OnEntry => _index >= _first && _index < _end;

    private MetadataState.Entry Current => OnEntry ? _state[_index] : throw new InvalidOperationException("The cursor stands on no entry.");

    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _index = _reverse ? Math.Max(_index - 1, _first - 1) : Math.Min(_index + 1, _end);
        return ValueTask.FromResult(OnEntry);
    }

    public ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int index = _state.IndexOf(key);
        if (_reverse)
        {
            bool exact = index < _state.Count && _state[index].Key.Span.SequenceEqual(key.Span);
            _index = Math.Max(Math.Min(exact ? index : index - 1, _end - 1), _first - 1);
        }
        else
        {
            _index = Math.Min(Math.Max(index, _first), _end);
        }

        return ValueTask.FromResult(OnEntry);
    }

    public void Dispose()
    {
    }
}
