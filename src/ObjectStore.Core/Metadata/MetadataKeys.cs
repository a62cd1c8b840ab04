using System.Buffers.Binary;
using System.Text;
using ObjectStore.Blobs;

namespace ObjectStore.Metadata;

/// <summary>
/// The keys of all records. Their byte order is the UTF-8 byte order of the S3 keys in them; where something follows an S3 key, a NUL, which no
/// S3 key holds, ends it. Integers are big-endian. Bytes: docs/disk-format.md.
/// </summary>
internal static class MetadataKeys
{
    private const byte BucketTag = (byte)'b';
    private const byte ConfigTag = (byte)'c';
    private const byte GarbageTag = (byte)'g';
    private const byte HealTag = (byte)'h';
    private const byte PartListTag = (byte)'l';
    private const byte ObjectTag = (byte)'o';
    private const byte PartTag = (byte)'p';
    private const byte UsageTag = (byte)'s';
    private const byte UploadTag = (byte)'u';
    private const byte VersionTag = (byte)'v';

    /// <summary>Before all bucket records.</summary>
    public static ReadOnlyMemory<byte> Buckets { get; } = new[] { BucketTag };

    /// <summary>Before all current objects of all buckets.</summary>
    public static ReadOnlyMemory<byte> AllObjects { get; } = new[] { ObjectTag };

    /// <summary>Before all noncurrent versions of all buckets.</summary>
    public static ReadOnlyMemory<byte> AllVersions { get; } = new[] { VersionTag };

    /// <summary>Before all uploads of all buckets.</summary>
    public static ReadOnlyMemory<byte> AllUploads { get; } = new[] { UploadTag };

    /// <summary>Before all parts of all uploads.</summary>
    public static ReadOnlyMemory<byte> AllParts { get; } = new[] { PartTag };

    /// <summary>Before all garbage entries; an entry's key ends in the stamp of the transaction that made it (ascending).</summary>
    public static ReadOnlyMemory<byte> Garbage { get; } = new[] { GarbageTag };

    /// <summary>Before all heal entries.</summary>
    public static ReadOnlyMemory<byte> Heals { get; } = new[] { HealTag };

    /// <summary>bucket/name</summary>
    public static ReadOnlyMemory<byte> Bucket(string name) => Text(BucketTag, name);

    /// <summary>config/name</summary>
    public static ReadOnlyMemory<byte> Config(string name) => Text(ConfigTag, name);

    /// <summary>usage/bucketId/name: a counter.</summary>
    public static ReadOnlyMemory<byte> Usage(ulong bucketId, string name)
    {
        byte[] key = new byte[9 + Encoding.UTF8.GetByteCount(name)];
        key[0] = UsageTag;
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(1), bucketId);
        Encoding.UTF8.GetBytes(name, key.AsSpan(9));
        return key;
    }

    /// <summary>object/bucketId/key: the current version, if live. With an empty key or a prefix: before all those.</summary>
    public static ReadOnlyMemory<byte> Object(ulong bucketId, ReadOnlySpan<byte> key) => InBucket(ObjectTag, bucketId, key, default, terminated: false);

    /// <summary>
    /// version/bucketId/key/: the current version, if it is a delete marker; then, in order, come the noncurrent versions of the key, newest first,
    /// with a descending stamp.
    /// </summary>
    public static ReadOnlyMemory<byte> Versions(ulong bucketId, ReadOnlySpan<byte> key) => InBucket(VersionTag, bucketId, key, default, terminated: true);

    /// <summary>version/bucketId/prefix: before the versions of all keys with the prefix.</summary>
    public static ReadOnlyMemory<byte> VersionsFrom(ulong bucketId, ReadOnlySpan<byte> prefix) => InBucket(VersionTag, bucketId, prefix, default, terminated: false);

    /// <summary>version/bucketId/key/stamp: the noncurrent version or delete marker that was written at a stamp; never the current one.</summary>
    public static ReadOnlyMemory<byte> Version(ulong bucketId, ReadOnlySpan<byte> key, CommitStamp stamp)
    {
        Span<byte> suffix = stackalloc byte[CommitStamp.Size];
        WriteDescending(stamp, suffix);
        return InBucket(VersionTag, bucketId, key, suffix, terminated: true);
    }

    /// <summary>upload/bucketId/key/uploadId</summary>
    public static ReadOnlyMemory<byte> Upload(ulong bucketId, ReadOnlySpan<byte> key, ReadOnlySpan<byte> uploadId) => InBucket(UploadTag, bucketId, key, uploadId, terminated: true);

    /// <summary>upload/bucketId/prefix: before the uploads of all keys with the prefix.</summary>
    public static ReadOnlyMemory<byte> UploadsFrom(ulong bucketId, ReadOnlySpan<byte> prefix) => InBucket(UploadTag, bucketId, prefix, default, terminated: false);

    /// <summary>part/uploadId/: before all parts of an upload.</summary>
    public static ReadOnlyMemory<byte> Parts(ReadOnlySpan<byte> uploadId)
    {
        byte[] key = new byte[1 + uploadId.Length];
        key[0] = PartTag;
        uploadId.CopyTo(key.AsSpan(1));
        return key;
    }

    /// <summary>part/uploadId/number</summary>
    public static ReadOnlyMemory<byte> Part(ReadOnlySpan<byte> uploadId, int number)
    {
        byte[] key = new byte[1 + uploadId.Length + 2];
        key[0] = PartTag;
        uploadId.CopyTo(key.AsSpan(1));
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(1 + uploadId.Length), checked((ushort)number));
        return key;
    }

    /// <summary>The long part list of an object, under the id of the upload that made it.</summary>
    public static ReadOnlyMemory<byte> PartList(ReadOnlySpan<byte> uploadId)
    {
        byte[] key = new byte[1 + uploadId.Length];
        key[0] = PartListTag;
        uploadId.CopyTo(key.AsSpan(1));
        return key;
    }

    /// <summary>heal/blobId</summary>
    public static ReadOnlyMemory<byte> Heal(BlobId blob)
    {
        byte[] key = new byte[1 + BlobId.Size];
        key[0] = HealTag;
        blob.Write(key.AsSpan(1));
        return key;
    }

    /// <summary>Writes a stamp so that later ones order first.</summary>
    public static void WriteDescending(CommitStamp stamp, Span<byte> destination)
        => new CommitStamp(~stamp.Epoch, ~stamp.Sequence).Write(destination);

    /// <summary>Reads what <see cref="WriteDescending"/> wrote.</summary>
    public static CommitStamp ReadDescending(ReadOnlySpan<byte> source)
    {
        CommitStamp inverted = CommitStamp.Read(source);
        return new CommitStamp(~inverted.Epoch, ~inverted.Sequence);
    }

    /// <summary>The least key that is greater than every key with the prefix; empty if there is none.</summary>
    public static ReadOnlyMemory<byte> After(ReadOnlySpan<byte> prefix)
    {
        int length = prefix.Length;
        while (length > 0 && prefix[length - 1] == 0xFF)
        {
            length--;
        }

        byte[] key = prefix[..length].ToArray();
        if (length > 0)
        {
            key[^1]++;
        }

        return key;
    }

    private static byte[] Text(byte tag, string name)
    {
        byte[] key = new byte[1 + Encoding.UTF8.GetByteCount(name)];
        key[0] = tag;
        Encoding.UTF8.GetBytes(name, key.AsSpan(1));
        return key;
    }

    private static byte[] InBucket(byte tag, ulong bucketId, ReadOnlySpan<byte> key, ReadOnlySpan<byte> suffix, bool terminated)
    {
        byte[] result = new byte[9 + key.Length + (terminated ? 1 : 0) + suffix.Length];
        result[0] = tag;
        BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(1), bucketId);
        key.CopyTo(result.AsSpan(9));
        suffix.CopyTo(result.AsSpan(result.Length - suffix.Length));
        return result;
    }
}
