namespace ObjectStore.Metadata.Records;

/// <summary>What is kept of a bucket. Key: <see cref="MetadataKeys.Bucket"/>. Every write to the bucket requires that this record is unchanged.</summary>
internal sealed record BucketRecord
{
    private const byte FormatVersion = 1;

    private const byte DeletingFlag = 1;

    /// <summary>The bucket's id, which all its keys carry. Never used again, also not by a later bucket of the same name.</summary>
    public required ulong Id { get; init; }

    /// <summary>When it was created: milliseconds since 1970 (UTC).</summary>
    public required long CreatedMs { get; init; }

    public BucketVersioning Versioning { get; init; }

    /// <summary>
    /// A delete is looking whether the bucket is empty. The bucket still exists: reads ignore the mark, and a write clears it in its own
    /// transaction, which makes the delete look again. A mark left by a crash is harmless.
    /// </summary>
    public bool IsDeleting { get; init; }

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion, capacity: 32);
        writer.WriteByte(IsDeleting ? DeletingFlag : (byte)0);
        writer.WriteVarint(Id);
        writer.WriteVarint((ulong)CreatedMs);
        writer.WriteByte((byte)Versioning);
        return writer.Finish();
    }

    public static BucketRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        byte flags = reader.ReadByte();
        return new BucketRecord
        {
            IsDeleting = (flags & DeletingFlag) != 0,
            Id = reader.ReadVarint(),
            CreatedMs = (long)reader.ReadVarint(),
            Versioning = (BucketVersioning)reader.ReadByte(),
        };
    }
}
