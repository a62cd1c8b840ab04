using ObjectStore.Blobs;

namespace ObjectStore.Metadata.Records;

/// <summary>
/// A part: of an upload under way (key: <see cref="MetadataKeys.Part"/>), or of a multipart object, inside its <see cref="ObjectRecord"/> or
/// <see cref="PartListRecord"/>.
/// </summary>
internal sealed record PartRecord
{
    private const byte FormatVersion = 1;

    /// <summary>1 to 10,000.</summary>
    public required int Number { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    public required EntityTag ETag { get; init; }

    /// <summary>When it was written: milliseconds since 1970 (UTC).</summary>
    public required long ModifiedMs { get; init; }

    public ObjectChecksum? Checksum { get; init; }

    /// <summary>The content; null if it is empty.</summary>
    public BlobRef? Blob { get; init; }

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion, capacity: 128);
        Write(ref writer);
        return writer.Finish();
    }

    public static PartRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return Read(ref reader);
    }

    /// <summary>Writes the fields into a record, its own or a longer one.</summary>
    public void Write(ref RecordWriter writer)
    {
        Span<byte> hash = stackalloc byte[EntityTag.HashSize];
        ETag.WriteHash(hash);
        writer.WriteVarint((ulong)Number);
        writer.WriteVarint((ulong)Size);
        writer.WriteFixed(hash);
        writer.WriteVarint((ulong)ModifiedMs);
        ChecksumCodec.Write(ref writer, Checksum);
        writer.WriteByte(Blob is null ? (byte)0 : (byte)1);
        if (Blob is BlobRef blob)
        {
            BlobRefCodec.Write(ref writer, blob);
        }
    }

    public static PartRecord Read(ref RecordReader reader)
        => new()
        {
            Number = (int)reader.ReadVarint(),
            Size = (long)reader.ReadVarint(),
            ETag = EntityTag.FromHash(reader.ReadFixed(EntityTag.HashSize)),
            ModifiedMs = (long)reader.ReadVarint(),
            Checksum = ChecksumCodec.Read(ref reader),
            Blob = reader.ReadByte() == 0 ? null : BlobRefCodec.Read(ref reader),
        };
}
