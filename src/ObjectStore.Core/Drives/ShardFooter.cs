using System.Buffers.Binary;
using System.IO.Hashing;
using ObjectStore.Blobs;
using ObjectStore.Erasure;

namespace ObjectStore.Drives;

/// <summary>
/// What follows the data of every shard, in a file as in the log: the descriptor, the hashes of its blocks, a hash of both, and a tail that finds it from the end.
/// Together they are a shard's image. Bytes: docs/disk-format.md.
/// </summary>
internal static class ShardFooter
{
    /// <summary>The tail's length: hash of the footer (8), length of the footer (4), magic (4).</summary>
    public const int TailSize = 16;

    /// <summary>The longest part before the hashes.</summary>
    public const int MaxDescriptorSize = FixedSize + ushort.MaxValue + byte.MaxValue;

    private const int UsualDescriptorSize = 256;

    private const byte FormatVersion = 1;
    private const uint Magic = 0x4653_534F; // "OSSF"

    private const int GeometryOffset = 1;
    private const int ShardOffset = 3;
    private const int BlobOffset = 4;
    private const int LengthOffset = BlobOffset + BlobId.Size;
    private const int BucketOffset = LengthOffset + 8;
    private const int PartOffset = BucketOffset + 8;
    private const int UploadLengthOffset = PartOffset + 4;
    private const int KeyLengthOffset = UploadLengthOffset + 1;
    private const int FixedSize = KeyLengthOffset + 2;
    private const int HashSize = 8;

    /// <summary>The footer's length in bytes for a shard of a number of blocks.</summary>
    public static int SizeOf(ShardDescriptor descriptor, int blocks)
        => checked(FixedSize + descriptor.Owner.UploadId.Length + descriptor.Owner.Key.Length + (blocks * HashSize) + TailSize);

    /// <summary>A length that few footers of shards of a number of blocks exceed: those of long object keys.</summary>
    public static int UsualSize(int blocks) => checked(UsualDescriptorSize + (blocks * HashSize) + TailSize);

    /// <summary>Writes a footer of exactly the destination's length (<see cref="SizeOf"/>).</summary>
    public static void Write(ShardDescriptor descriptor, long shardLength, ReadOnlySpan<ulong> blockHashes, Span<byte> destination)
    {
        BlobOwner owner = descriptor.Owner;
        destination[0] = FormatVersion;
        destination[GeometryOffset] = descriptor.DataShards;
        destination[GeometryOffset + 1] = descriptor.ParityShards;
        destination[ShardOffset] = descriptor.Key.Shard;
        descriptor.Key.Blob.Write(destination[BlobOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(destination[LengthOffset..], shardLength);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[BucketOffset..], owner.BucketId);
        BinaryPrimitives.WriteInt32LittleEndian(destination[PartOffset..], owner.PartNumber);
        destination[UploadLengthOffset] = checked((byte)owner.UploadId.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[KeyLengthOffset..], checked((ushort)owner.Key.Length));
        owner.UploadId.Span.CopyTo(destination[FixedSize..]);
        owner.Key.Span.CopyTo(destination[(FixedSize + owner.UploadId.Length)..]);

        Span<byte> rest = destination[(FixedSize + owner.UploadId.Length + owner.Key.Length)..];
        foreach (ulong hash in blockHashes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, hash);
            rest = rest[HashSize..];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(rest, XxHash3.HashToUInt64(destination[..^TailSize]));
        BinaryPrimitives.WriteInt32LittleEndian(rest[HashSize..], destination.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[(HashSize + 4)..], Magic);
    }

    /// <summary>Reads the length of a footer from the end of a shard's image; 0 if there is none.</summary>
    public static int ReadSize(ReadOnlySpan<byte> imageEnd)
    {
        if (imageEnd.Length < TailSize || BinaryPrimitives.ReadUInt32LittleEndian(imageEnd[^4..]) != Magic)
        {
            return 0;
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(imageEnd[^8..]);
        return size >= FixedSize + TailSize ? size : 0;
    }

    /// <summary>Verifies a footer, which is all of the source, and gives what to check and read by; false if it is damaged or of a newer format.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ShardKey key, out long shardLength)
    {
        key = default;
        shardLength = 0;
        if (source.IsEmpty
            || ReadSize(source) != source.Length
            || BinaryPrimitives.ReadUInt64LittleEndian(source[^TailSize..]) != XxHash3.HashToUInt64(source[..^TailSize])
            || source[0] != FormatVersion)
        {
            return false;
        }

        key = new ShardKey(BlobId.Read(source[BlobOffset..]), source[ShardOffset]);
        shardLength = BinaryPrimitives.ReadInt64LittleEndian(source[LengthOffset..]);
        return shardLength > 0
            && shardLength / ShardLayout.BlockSize < source.Length / HashSize
            && HashesOffset(source) + ((long)ShardLayout.BlockCount(shardLength) * HashSize) + TailSize == source.Length;
    }

    /// <summary>Gives the descriptor of a verified footer.</summary>
    public static ShardDescriptor ReadDescriptor(ReadOnlySpan<byte> footer)
    {
        int uploadLength = footer[UploadLengthOffset];
        byte[] upload = footer.Slice(FixedSize, uploadLength).ToArray();
        byte[] objectKey = footer[(FixedSize + uploadLength)..HashesOffset(footer)].ToArray();
        var owner = new BlobOwner(
            BinaryPrimitives.ReadUInt64LittleEndian(footer[BucketOffset..]),
            objectKey,
            upload,
            BinaryPrimitives.ReadInt32LittleEndian(footer[PartOffset..]));
        var key = new ShardKey(BlobId.Read(footer[BlobOffset..]), footer[ShardOffset]);
        return new ShardDescriptor(key, footer[GeometryOffset], footer[GeometryOffset + 1], owner);
    }

    /// <summary>Gives the geometry of a verified footer.</summary>
    public static ErasureGeometry ReadGeometry(ReadOnlySpan<byte> footer) => new(footer[GeometryOffset], footer[GeometryOffset + 1]);

    /// <summary>Gives a block's hash from a verified footer.</summary>
    public static ulong ReadHash(ReadOnlySpan<byte> footer, int block)
        => BinaryPrimitives.ReadUInt64LittleEndian(footer[(HashesOffset(footer) + (block * HashSize))..]);

    private static int HashesOffset(ReadOnlySpan<byte> footer)
        => FixedSize + footer[UploadLengthOffset] + BinaryPrimitives.ReadUInt16LittleEndian(footer[KeyLengthOffset..]);
}
