using System.Buffers.Binary;
using ObjectStore.Blobs;

namespace ObjectStore.Drives.Catalog;

/// <summary>The keys of a drive's index: a tag of one byte, then big-endian fields. Bytes: docs/disk-format.md.</summary>
internal static class CatalogKeys
{
    public const int ShardSize = 1 + BlobId.Size + 1;
    public const int SegmentSize = 1 + 8;

    private const byte ShardTag = (byte)'s';
    private const byte SegmentTag = (byte)'l';
    private const byte MetadataTag = (byte)'m';

    /// <summary>Up to where the log is in the index: a checkpoint for everything, and one for shards alone.</summary>
    public static ReadOnlySpan<byte> Checkpoint => "c"u8;

    /// <summary>How far the metadata is.</summary>
    public static ReadOnlySpan<byte> Replica => "r"u8;

    /// <summary>Before all live-byte counters, and after them.</summary>
    public static ReadOnlySpan<byte> Segments => "l"u8;

    public static ReadOnlySpan<byte> AfterSegments => "m"u8;

    /// <summary>Before all metadata, and after it.</summary>
    public static ReadOnlySpan<byte> Metadata => "m"u8;

    public static ReadOnlySpan<byte> AfterMetadata => "n"u8;

    public static void WriteShard(ShardKey key, Span<byte> destination)
    {
        destination[0] = ShardTag;
        key.Blob.Write(destination[1..]);
        destination[1 + BlobId.Size] = key.Shard;
    }

    /// <summary>Writes the least key after a shard's; no blob has 255 shards.</summary>
    public static void WriteShardAfter(ShardKey key, Span<byte> destination) => WriteShard(key with { Shard = checked((byte)(key.Shard + 1)) }, destination);

    public static ShardKey ReadShard(ReadOnlySpan<byte> key) => new(BlobId.Read(key[1..]), key[1 + BlobId.Size]);

    public static void WriteSegment(ulong number, Span<byte> destination)
    {
        destination[0] = SegmentTag;
        BinaryPrimitives.WriteUInt64BigEndian(destination[1..], number);
    }

    public static ulong ReadSegment(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt64BigEndian(key[1..]);

    /// <summary>The index key of a metadata key; the latter is the rest after one byte.</summary>
    public static byte[] OfMetadata(ReadOnlySpan<byte> key)
    {
        byte[] result = new byte[1 + key.Length];
        WriteMetadata(key, result);
        return result;
    }

    public static void WriteMetadata(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        destination[0] = MetadataTag;
        key.CopyTo(destination[1..]);
    }
}
