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

    /// <summary>
    /// Sets a key's value in the transaction of a sequence, which is not less than that of the change before. Gives both as they stand in the buffer; they stay valid,
    /// for a buffer is never used twice.
    /// </summary>
    public (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value) Put(scoped ReadOnlySpan<byte> key, ulong sequence, scoped ReadOnlySpan<byte> value)
    {
        WriteHead(sequence, delete: false, key.Length + value.Length);
        return (WriteBytes(key), WriteBytes(value));
    }

    /// <summary>
    /// Removes a key's value in the transaction of a sequence, which is not less than that of the change before. Gives the key as it stands in the
    /// buffer.
    /// </summary>
    public ReadOnlyMemory<byte> Delete(scoped ReadOnlySpan<byte> key, ulong sequence)
    {
        WriteHead(sequence, delete: true, key.Length);
        return WriteBytes(key);
    }

    /// <summary>Gives the body. The writer must not be used any more.</summary>
    public readonly ReadOnlyMemory<byte> Finish() => _buffer.AsMemory(0, _length);

    private void WriteHead(ulong sequence, bool delete, int contentLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, _sequence);
        Reserve((3 * Varint.MaxSize) + contentLength);
        WriteVarint(((sequence - _sequence) << 1) | (delete ? 1UL : 0UL));
        _sequence = sequence;
    }

    private ReadOnlyMemory<byte> WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        Memory<byte> written = _buffer.AsMemory(_length, bytes.Length);
        bytes.CopyTo(written.Span);
        _length += bytes.Length;
        return written;
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
