using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Healing;

/// <summary>An entry of the heal queue: a blob with shards that are missing or damaged. Key: <see cref="MetadataKeys.Heal"/>.</summary>
/// <param name="Blob">The blob.</param>
/// <param name="Owner">Whom it was written for: an entry whose owner no longer names the blob is dropped.</param>
/// <param name="BadShards">Bit n: shard n; 0 means "look at all of them".</param>
internal sealed record HealRecord(BlobRef Blob, BlobOwner Owner, uint BadShards)
{
    private const byte FormatVersion = 1;

    public ReadOnlyMemory<byte> Encode()
    {
        var writer = new RecordWriter(FormatVersion);
        BlobRefCodec.Write(ref writer, Blob);
        writer.WriteVarint(Owner.BucketId);
        writer.WriteBytes(Owner.Key.Span);
        writer.WriteBytes(Owner.UploadId.Span);
        writer.WriteVarint((ulong)Owner.PartNumber);
        writer.WriteVarint(BadShards);
        return writer.Finish();
    }

    public static HealRecord Decode(ReadOnlySpan<byte> value)
    {
        var reader = new RecordReader(value, FormatVersion);
        BlobRef blob = BlobRefCodec.Read(ref reader);
        var owner = new BlobOwner(reader.ReadVarint(), reader.ReadBytes().ToArray(), reader.ReadBytes().ToArray(), (int)reader.ReadVarint());
        return new HealRecord(blob, owner, (uint)reader.ReadVarint());
    }
}
