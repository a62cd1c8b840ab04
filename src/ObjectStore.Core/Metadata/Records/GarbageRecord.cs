using ObjectStore.Blobs;

namespace ObjectStore.Metadata.Records;

/// <summary>
/// Content that no metadata names any more, put by the transaction that stopped naming it. Key: <see cref="MetadataKeys.Garbage"/> and that
/// transaction's stamp. The garbage worker deletes the blobs, then the records, then the entry.
/// </summary>
internal sealed record GarbageRecord
{
    private const byte FormatVersion = 1;

    /// <summary>Blobs to delete.</summary>
    public IReadOnlyList<BlobRef> Blobs { get; init; } = [];

    /// <summary>A part list (<see cref="MetadataKeys.PartList"/>) to delete with the blobs in it; empty for none.</summary>
    public ReadOnlyMemory<byte> PartListId { get; init; }

    /// <summary>An upload that has ended: all that remains under <see cref="MetadataKeys.Parts"/> goes, blobs and records; empty for none.</summary>
    public ReadOnlyMemory<byte> UploadId { get; init; }

    public bool IsEmpty => Blobs.Count == 0 && PartListId.IsEmpty && UploadId.IsEmpty;

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion, capacity: 64 + (Blobs.Count * 32));
        writer.WriteVarint((ulong)Blobs.Count);
        for (int i = 0; i < Blobs.Count; i++)
        {
            BlobRefCodec.Write(ref writer, Blobs[i]);
        }

        writer.WriteBytes(PartListId.Span);
        writer.WriteBytes(UploadId.Span);
        return writer.Finish();
    }

    public static GarbageRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        ulong count = reader.ReadVarint();
        var blobs = new List<BlobRef>((int)Math.Min(count, 10_000));
        for (ulong i = 0; i < count; i++)
        {
            blobs.Add(BlobRefCodec.Read(ref reader));
        }

        return new GarbageRecord { Blobs = blobs, PartListId = reader.ReadBytes().ToArray(), UploadId = reader.ReadBytes().ToArray() };
    }
}
