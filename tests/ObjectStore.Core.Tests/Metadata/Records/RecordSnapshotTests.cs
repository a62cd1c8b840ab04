using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Records;

/// <summary>The bytes on disk: a change here needs a new format version, and docs/disk-format.md.</summary>
public sealed class RecordSnapshotTests
{
    private static readonly EntityTag Tag = new(0x0102030405060708, 0x090A0B0C0D0E0F10);
    private static readonly BlobRef Blob = new(new BlobId(0x0000000100000000, 0x0005AABBCCDDEEFF), 300, 1, 4, 2);
    private static readonly byte[] UploadId = [.. Enumerable.Range(0xA0, 16).Select(value => (byte)value)];

    [Fact]
    public void Bucket_Bytes()
        => Check("0101ac02e807022b949e2219f88075", new BucketRecord { Id = 300, CreatedMs = 1000, Versioning = BucketVersioning.Suspended, IsDeleting = true }.Encode());

    [Fact]
    public void Counter_Bytes() => Check("018101f73517c9bf3b5f1d", new CounterRecord(129).Encode());

    [Fact]
    public void Part_Bytes() => Check("0107ac020102030405060708090a0b0c0d0e0f10e807010004010203040100000001000000000005aabbccddeeffac020104"
            + "02a81db1292fa8dcd7", CreatePart(7).Encode());

    [Fact]
    public void PartList_Bytes() => Check("010101ac020102030405060708090a0b0c0d0e0f10e807010004010203040100000001000000000005aabbccddeeffac0201"
            + "0402de27f1ed0c8fd0ce", new PartListRecord([CreatePart(1)]).Encode());

    [Fact]
    public void Garbage_Bytes()
        => Check("010100000001000000000005aabbccddeeffac0201040210a0a1a2a3a4a5a6a7a8a9aaabacadaeaf10a0a1a2a3a4a5a6a7a8"
            + "a9aaabacadaeafdc086e3cebbd6000", new GarbageRecord { Blobs = [Blob], PartListId = UploadId, UploadId = UploadId }.Encode());

    [Fact]
    public void Upload_Bytes()
        => Check(
            "01e8070201025802740000000000000202610102620232046b3d76491e177e87006157",
            new UploadRecord
            {
                InitiatedMs = 1000,
                ChecksumAlgorithm = ChecksumAlgorithm.Crc32C,
                ChecksumType = ChecksumType.Composite,
                StorageClass = "X",
                Headers = new ObjectHeaders { ContentType = "t" },
                UserMetadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "" },
                Tagging = "k=v",
            }.Encode());

    [Fact]
    public void PlainObject_Bytes()
        => Check(
            "0112ac020102030405060708090a0b0c0d0e0f1000e807000100040102030400000001000000000005aabbccddeeffac0201"
            + "0402027402650264026c02630278027701026e0276046b3d7604c5e279de1077a9",
            ObjectRecordCodec.Encode(new ObjectRecord
            {
                IsNullVersion = true,
                Size = 300,
                ETag = Tag,
                ModifiedMs = 1000,
                Checksum = new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 }),
                Blob = Blob,
                Headers = new ObjectHeaders { ContentType = "t", ContentEncoding = "e", ContentDisposition = "d", ContentLanguage = "l", CacheControl = "c", Expires = "x", WebsiteRedirectLocation = "w" },
                UserMetadata = new Dictionary<string, string> { ["n"] = "v" },
                Tagging = "k=v",
            }));

    [Fact]
    public void MultipartObject_Bytes()
        => Check(
            "012c000000010000000000000002000000030000000000000004ac020102030405060708090a0b0c0d0e0f1001e807025800"
            + "10a0a1a2a3a4a5a6a7a8a9aaabacadaeaf0101ac020102030405060708090a0b0c0d0e0f10e8070100040102030401000000"
            + "01000000000005aabbccddeeffac020104020000000000000000005d82528ccc6304a2",
            ObjectRecordCodec.Encode(new ObjectRecord
            {
                Stamp = new CommitStamp(1, 2),
                NullStamp = new CommitStamp(3, 4),
                Size = 300,
                ETag = Tag with { PartCount = 1 },
                ModifiedMs = 1000,
                StorageClass = "X",
                UploadId = UploadId,
                Parts = [CreatePart(1)],
            }));

    [Fact]
    public void LongMultipartObject_Bytes()
        => Check(
            "0160ac020102030405060708090a0b0c0d0e0f1028e807000010a0a1a2a3a4a5a6a7a8a9aaabacadaeaf0000000000000000"
            + "00a934f9ef8179dee4",
            ObjectRecordCodec.Encode(new ObjectRecord { Size = 300, ETag = Tag with { PartCount = 40 }, ModifiedMs = 1000, UploadId = UploadId, HasPartList = true }));

    [Fact]
    public void DeleteMarker_Bytes() => Check("0101000000000000000000000000000000000000e8070000000000000000000000299c145c44c0a549", ObjectRecordCodec.Encode(new ObjectRecord { IsDeleteMarker = true, ModifiedMs = 1000 }));

    private static PartRecord CreatePart(int number)
        => new()
        {
            Number = number,
            Size = 300,
            ETag = Tag,
            ModifiedMs = 1000,
            Checksum = new ObjectChecksum(ChecksumAlgorithm.Crc32, new byte[] { 1, 2, 3, 4 }),
            Blob = Blob,
        };

    private static void Check(string expectedHex, ReadOnlyMemory<byte> actual) => Assert.Equal(expectedHex, Convert.ToHexStringLower(actual.Span));
}
