namespace ObjectStore.Metadata.Records;

/// <summary>An optional checksum inside a record: algorithm (0: none), type, bytes.</summary>
internal static class ChecksumCodec
{
    public static void Write(ref RecordWriter writer, ObjectChecksum? checksum)
    {
        if (checksum is null)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteByte((byte)checksum.Algorithm);
        writer.WriteByte((byte)checksum.Type);
        writer.WriteBytes(checksum.Value.Span);
    }

    public static ObjectChecksum? Read(ref RecordReader reader)
    {
        byte algorithm = reader.ReadByte();
        if (algorithm == 0)
        {
            return null;
        }

        var type = (ChecksumType)reader.ReadByte();
        return new ObjectChecksum((ChecksumAlgorithm)algorithm, reader.ReadBytes().ToArray(), type);
    }
}
