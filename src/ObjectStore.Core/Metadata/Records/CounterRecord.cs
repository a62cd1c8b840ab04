namespace ObjectStore.Metadata.Records;

/// <summary>The last bucket id that was given out. Key: <see cref="MetadataKeys.Config"/> with <see cref="LastBucketIdName"/>.</summary>
/// <param name="Value">The number; the first bucket gets 1.</param>
internal sealed record CounterRecord(ulong Value)
{
    public const string LastBucketIdName = "last-bucket-id";

    private const byte FormatVersion = 1;

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion, capacity: 24);
        writer.WriteVarint(Value);
        return writer.Finish();
    }

    public static CounterRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return new CounterRecord(reader.ReadVarint());
    }
}
