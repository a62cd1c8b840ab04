using System.Collections.Frozen;

namespace ObjectStore.Metadata.Records;

/// <summary>The bytes of an <see cref="ObjectRecord"/>: what listings show comes first, so that they need not decode the rest.</summary>
internal static class ObjectRecordCodec
{
    private const byte FormatVersion = 1;

    public static ReadOnlyMemory<byte> Encode(ObjectRecord record)
    {
        var writer = new RecordWriter(FormatVersion);
        WriteSummary(ref writer, record);
        WriteContent(ref writer, record);
        ObjectHeadersCodec.WriteHeaders(ref writer, record.Headers);
        ObjectHeadersCodec.WriteUserMetadata(ref writer, record.UserMetadata);
        writer.WriteText(record.Tagging);
        return writer.Finish();
    }

    /// <summary>Decodes everything.</summary>
    /// <exception cref="RecordFormatException">The record is damaged or newer than this release.</exception>
    public static ObjectRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return Read(ref reader, summaryOnly: false);
    }

    /// <summary>Decodes what a listing shows: everything up to the checksum, without content, headers, user metadata and tags.</summary>
    /// <exception cref="RecordFormatException">The record is damaged or newer than this release.</exception>
    public static ObjectRecord DecodeSummary(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        return Read(ref reader, summaryOnly: true);
    }

    private static ObjectRecordFlags FlagsOf(ObjectRecord record)
        => (record.IsDeleteMarker ? ObjectRecordFlags.DeleteMarker : 0)
            | (record.IsNullVersion ? ObjectRecordFlags.NullVersion : 0)
            | (record.Stamp is null ? 0 : ObjectRecordFlags.Stamp)
            | (record.NullStamp is null ? 0 : ObjectRecordFlags.NullStamp)
            | (record.Blob is null ? 0 : ObjectRecordFlags.Blob)
            | (record.UploadId.IsEmpty ? 0 : ObjectRecordFlags.Multipart)
            | (record.HasPartList ? ObjectRecordFlags.PartList : 0);

    private static void WriteSummary(ref RecordWriter writer, ObjectRecord record)
    {
        Span<byte> hash = stackalloc byte[EntityTag.HashSize];
        record.ETag.WriteHash(hash);
        writer.WriteByte((byte)FlagsOf(record));
        if (record.Stamp is CommitStamp stamp)
        {
            StampCodec.Write(ref writer, stamp);
        }

        if (record.NullStamp is CommitStamp nullStamp)
        {
            StampCodec.Write(ref writer, nullStamp);
        }

        writer.WriteVarint((ulong)record.Size);
        writer.WriteFixed(hash);
        writer.WriteVarint((ulong)record.ETag.PartCount);
        writer.WriteVarint((ulong)record.ModifiedMs);
        writer.WriteText(record.StorageClass);
        ChecksumCodec.Write(ref writer, record.Checksum);
    }

    // The order of the properties is that of the fields.
    private static ObjectRecord Read(ref RecordReader reader, bool summaryOnly)
    {
        var flags = (ObjectRecordFlags)reader.ReadByte();
        ObjectRecordFlags content = summaryOnly ? 0 : flags;
        bool isMultipart = content.HasFlag(ObjectRecordFlags.Multipart);
        bool hasPartList = content.HasFlag(ObjectRecordFlags.PartList);
        return new ObjectRecord
        {
            IsDeleteMarker = flags.HasFlag(ObjectRecordFlags.DeleteMarker),
            IsNullVersion = flags.HasFlag(ObjectRecordFlags.NullVersion),
            Stamp = flags.HasFlag(ObjectRecordFlags.Stamp) ? StampCodec.Read(ref reader) : null,
            NullStamp = flags.HasFlag(ObjectRecordFlags.NullStamp) ? StampCodec.Read(ref reader) : null,
            Size = (long)reader.ReadVarint(),
            ETag = EntityTag.FromHash(reader.ReadFixed(EntityTag.HashSize), (int)reader.ReadVarint()),
            ModifiedMs = (long)reader.ReadVarint(),
            StorageClass = reader.ReadText(),
            Checksum = ChecksumCodec.Read(ref reader),
            Blob = content.HasFlag(ObjectRecordFlags.Blob) ? BlobRefCodec.Read(ref reader) : null,
            UploadId = isMultipart ? reader.ReadBytes().ToArray() : default,
            HasPartList = hasPartList,
            Parts = isMultipart && !hasPartList ? PartListRecord.Read(ref reader) : [],
            Headers = summaryOnly ? ObjectHeaders.None : ObjectHeadersCodec.ReadHeaders(ref reader),
            UserMetadata = summaryOnly ? FrozenDictionary<string, string>.Empty : ObjectHeadersCodec.ReadUserMetadata(ref reader),
            Tagging = summaryOnly ? null : reader.ReadText(),
        };
    }

    private static void WriteContent(ref RecordWriter writer, ObjectRecord record)
    {
        if (record.Blob is { } blob)
        {
            BlobRefCodec.Write(ref writer, blob);
        }

        if (record.UploadId.IsEmpty)
        {
            return;
        }

        writer.WriteBytes(record.UploadId.Span);
        if (!record.HasPartList)
        {
            PartListRecord.Write(ref writer, record.Parts);
        }
    }
}
