namespace ObjectStore.Metadata.Records;

/// <summary>
/// The parts of a multipart object that has more of them than stand in its <see cref="ObjectRecord"/>. Key: <see cref="MetadataKeys.PartList"/>.
/// Deleted by the garbage worker together with the parts' blobs, so that a reader that found the object finds its parts.
/// </summary>
/// <param name="Parts">The parts, by number.</param>
internal sealed record PartListRecord(IReadOnlyList<PartRecord> Parts)
{
    private const byte FormatVersion = 1;

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion, capacity: 64 + (Parts.Count * 64));
        Write(ref writer, Parts);
        return writer.Finish();
    }

    public static PartListRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return new PartListRecord(Read(ref reader));
    }

    /// <summary>Writes a list of parts into a record.</summary>
    public static void Write(ref RecordWriter writer, IReadOnlyList<PartRecord> parts)
    {
        writer.WriteVarint((ulong)parts.Count);
        for (int i = 0; i < parts.Count; i++)
        {
            parts[i].Write(ref writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<PartRecord> Read(ref RecordReader reader)
    {
        ulong count = reader.ReadVarint();
        var parts = new List<PartRecord>((int)Math.Min(count, 10_000));
        for (ulong i = 0; i < count; i++)
        {
            parts.Add(PartRecord.Read(ref reader));
        }

        return parts;
    }
}
