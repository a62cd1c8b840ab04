using ObjectStore.Blobs;

namespace ObjectStore.Metadata.Records;

/// <summary>A blob reference inside a record.</summary>
internal static class BlobRefCodec
{
    public static void Write(ref RecordWriter writer, BlobRef blob)
    {
        Span<byte> id = stackalloc byte[BlobId.Size];
        blob.Id.Write(id);
        writer.WriteFixed(id);
        writer.WriteVarint((ulong)blob.Length);
        writer.WriteByte(blob.Set);
        writer.WriteByte(blob.DataShards);
        writer.WriteByte(blob.ParityShards);
    }

    public static BlobRef Read(ref RecordReader reader)
        => new(BlobId.Read(reader.ReadFixed(BlobId.Size)), (long)reader.ReadVarint(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
}
