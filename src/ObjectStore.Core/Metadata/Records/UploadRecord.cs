using System.Collections.Frozen;

namespace ObjectStore.Metadata.Records;

/// <summary>
/// A multipart upload under way. Key: <see cref="MetadataKeys.Upload"/>. Never changed: uploading a part, completing and aborting require it
/// unchanged.
/// </summary>
internal sealed record UploadRecord
{
    private const byte FormatVersion = 1;

    /// <summary>When it began: milliseconds since 1970 (UTC).</summary>
    public required long InitiatedMs { get; init; }

    /// <summary>The checksum of the parts and the object; null for none.</summary>
    public ChecksumAlgorithm? ChecksumAlgorithm { get; init; }

    /// <summary>What the object's checksum covers; without meaning if there is none.</summary>
    public ChecksumType ChecksumType { get; init; }

    public string? StorageClass { get; init; }

    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    public IReadOnlyDictionary<string, string> UserMetadata { get; init; } = FrozenDictionary<string, string>.Empty;

    public string? Tagging { get; init; }

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion);
        writer.WriteVarint((ulong)InitiatedMs);
        writer.WriteByte((byte)ChecksumAlgorithm.GetValueOrDefault());
        writer.WriteByte((byte)ChecksumType);
        writer.WriteText(StorageClass);
        ObjectHeadersCodec.WriteHeaders(ref writer, Headers);
        ObjectHeadersCodec.WriteUserMetadata(ref writer, UserMetadata);
        writer.WriteText(Tagging);
        return writer.Finish();
    }

    public static UploadRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return new UploadRecord
        {
            InitiatedMs = (long)reader.ReadVarint(),
            ChecksumAlgorithm = reader.ReadByte() is not 0 and byte algorithm ? (ChecksumAlgorithm)algorithm : null,
            ChecksumType = (ChecksumType)reader.ReadByte(),
            StorageClass = reader.ReadText(),
            Headers = ObjectHeadersCodec.ReadHeaders(ref reader),
            UserMetadata = ObjectHeadersCodec.ReadUserMetadata(ref reader),
            Tagging = reader.ReadText(),
        };
    }
}
