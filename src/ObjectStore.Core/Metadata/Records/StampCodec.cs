namespace ObjectStore.Metadata.Records;

/// <summary>A commit stamp inside a record.</summary>
internal static class StampCodec
{
    public static void Write(ref RecordWriter writer, CommitStamp stamp)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.Size];
        stamp.Write(bytes);
        writer.WriteFixed(bytes);
    }

    public static CommitStamp Read(ref RecordReader reader) => CommitStamp.Read(reader.ReadFixed(CommitStamp.Size));
}
