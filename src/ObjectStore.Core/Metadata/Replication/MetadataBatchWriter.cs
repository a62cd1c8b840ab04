namespace ObjectStore.Metadata.Replication;

/// <summary>
/// Builds the body of a <see cref="MetadataRecord"/>: its changes in order, each
/// <c>varint((sequence - previous sequence) &lt;&lt; 1 | delete), varint(key length), key</c>, and for a put <c>varint(value length), value</c>.
/// The first change counts from the record's first sequence. Counters and stamped keys are resolved before: a body holds absolute puts and deletes only, so that
/// applying it twice is applying it once.
/// </summary>
internal ref struct MetadataBatchWriter
{
    private byte[] _buffer;
    private int _length;
    private ulong _sequence;

    /// <summary>Begins a body. The buffer grows as needed and is handed out by <see cref="Finish"/>.</summary>
    public MetadataBatchWriter(ulong firstSequence, int capacity = 256)
    {
        _buffer = capacity == 0 ? [] : new byte[capacity];
        _sequence = firstSequence;
    }

    /// <summary>The bytes written so far.</summary>
    public readonly int Length => _length;

    /// <summary>Sets a key's value in the transaction of a sequence, which is not less than that of the change before.</summary>
    public void Put(scoped ReadOnlySpan<byte> key, ulong sequence, scoped ReadOnlySpan<byte> value)
    {
        WriteHead(key, sequence, delete: false, valueLength: value.Length);
        WriteBytes(value);
    }

    /// <summary>Removes a key's value in the transaction of a sequence, which is not less than that of the change before.</summary>
    public void Delete(scoped ReadOnlySpan<byte> key, ulong sequence) => WriteHead(key, sequence, delete: true, valueLength: 0);

    /// <summary>Gives the body. The writer must not be used any more.</summary>
    public readonly ReadOnlyMemory<byte> Finish() => _buffer.AsMemory(0, _length);

    private void WriteHead(scoped ReadOnlySpan<byte> key, ulong sequence, bool delete, int valueLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, _sequence);
        Reserve(Varint.MaxSize + Varint.MaxSize + key.Length + Varint.MaxSize + valueLength);
        WriteVarint(((sequence - _sequence) << 1) | (delete ? 1UL : 0UL));
        _sequence = sequence;
        WriteBytes(key);
    }

    private void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void WriteVarint(ulong value) => _length += Varint.Write(_buffer.AsSpan(_length), value);

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + count)));
        }
    }
}
