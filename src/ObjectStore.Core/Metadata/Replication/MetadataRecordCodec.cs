using ObjectStore.Metadata.Records;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// A <see cref="MetadataRecord"/> as bytes: <c>format version 1, varint(epoch), varint(first sequence), varint(last - first), varint(first - 1 -
/// committed through)</c>, then the body to the end. The drive log wraps it with its own header and hashes, so it has no checksum of its own.
/// </summary>
internal static class MetadataRecordCodec
{
    /// <summary>The longest envelope in bytes, without the body.</summary>
    public const int MaxEnvelopeSize = 1 + (4 * Varint.MaxSize);

    private const byte FormatVersion = 1;

    /// <summary>Writes what stands before the body and gives its length; the body follows as it is.</summary>
    /// <exception cref="ArgumentException">The record's sequences contradict each other.</exception>
    public static int WriteEnvelope(MetadataRecord record, Span<byte> destination)
    {
        if (record.FirstSequence == 0 || record.LastSequence < record.FirstSequence || record.CommittedThrough >= record.FirstSequence)
        {
            throw new ArgumentException($"Not a record: {record}.", nameof(record));
        }

        destination[0] = FormatVersion;
        int length = 1;
        length += Varint.Write(destination[length..], record.Epoch);
        length += Varint.Write(destination[length..], record.FirstSequence);
        length += Varint.Write(destination[length..], record.LastSequence - record.FirstSequence);
        length += Varint.Write(destination[length..], record.FirstSequence - 1 - record.CommittedThrough);
        return length;
    }

    /// <summary>Reads a record. Its body is a slice of the source.</summary>
    /// <exception cref="RecordFormatException">The bytes are damaged or of a newer format.</exception>
    public static MetadataRecord Read(ReadOnlyMemory<byte> source)
    {
        ReadOnlySpan<byte> bytes = source.Span;
        if (bytes.IsEmpty || bytes[0] != FormatVersion)
        {
            throw new RecordFormatException(bytes.IsEmpty ? "A metadata record is empty." : $"A metadata record has format version {bytes[0]}; this release reads {FormatVersion}.");
        }

        int position = 1;
        ulong epoch = Varint.Read(bytes, ref position);
        ulong first = Varint.Read(bytes, ref position);
        ulong count = Varint.Read(bytes, ref position);
        ulong undecided = Varint.Read(bytes, ref position);
        if (epoch > uint.MaxValue || first == 0 || count > ulong.MaxValue - first || undecided > first - 1)
        {
            throw new RecordFormatException("The sequences of a metadata record contradict each other.");
        }

        return new MetadataRecord((uint)epoch, first, first + count, first - 1 - undecided, source[position..]);
    }
}
