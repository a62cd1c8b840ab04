using ObjectStore.Metadata.Records;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// Reads the changes that <see cref="MetadataBatchWriter"/> wrote. Every length is checked: a damaged body gives <see cref="RecordFormatException"/>,
/// never a wrong slice.
/// </summary>
internal ref struct MetadataBatchReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly ulong _last;
    private int _position;

    /// <summary>Begins a body whose transactions have the sequences <paramref name="first"/> to <paramref name="last"/>.</summary>
    public MetadataBatchReader(ReadOnlySpan<byte> body, ulong first, ulong last)
    {
        _body = body;
        _last = last;
        Sequence = first;
    }

    /// <summary>Begins the body of a record.</summary>
    public MetadataBatchReader(MetadataRecord record)
        : this(record.Body.Span, record.FirstSequence, record.LastSequence)
    {
    }

    /// <summary>The current change removes the key's value.</summary>
    public bool IsDelete { get; private set; }

    /// <summary>The current change's key.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The current change's value; empty for a delete.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The sequence of the current change's transaction; its stamp is the record's epoch with this.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>Goes to the next change; false after the last.</summary>
    /// <exception cref="RecordFormatException">The body is damaged.</exception>
    public bool MoveNext()
    {
        if (_position == _body.Length)
        {
            return false;
        }

        ulong head = Varint.Read(_body, ref _position);
        if (head >> 1 > _last - Sequence)
        {
            throw new RecordFormatException("A metadata batch has a change beyond its last sequence.");
        }

        Sequence += head >> 1;
        IsDelete = (head & 1) != 0;
        Key = ReadBytes();
        Value = IsDelete ? default : ReadBytes();
        return true;
    }

    private ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = Varint.Read(_body, ref _position);
        if (length > (ulong)(_body.Length - _position))
        {
            throw new RecordFormatException("A metadata batch ends within a key or value.");
        }

        ReadOnlySpan<byte> bytes = _body.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }
}
