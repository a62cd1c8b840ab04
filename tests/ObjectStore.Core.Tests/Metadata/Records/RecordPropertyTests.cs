using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Integrity;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Records;

public sealed class RecordPropertyTests
{
    [Property(Arbitrary = [typeof(RecordPropertyTests)])]
    public void ObjectRecord_RoundTrips(ObjectSample sample)
    {
        ObjectRecord record = sample.Record;

        ObjectRecord decoded = ObjectRecordCodec.Decode(ObjectRecordCodec.Encode(record).Span);

        Assert.Equivalent(record, decoded, strict: true);
        Assert.Equal(record.Stamp, decoded.Stamp);
        Assert.Equal(record.Blob, decoded.Blob);
        Assert.Equal(record.Checksum, decoded.Checksum);
        Assert.Equal(record.UploadId.ToArray(), decoded.UploadId.ToArray());
        Assert.Equal(record.Parts, decoded.Parts);
    }

    [Property(Arbitrary = [typeof(RecordPropertyTests)])]
    public void ObjectRecord_Summary_IsTheBeginningOfTheWhole(ObjectSample sample)
    {
        ReadOnlyMemory<byte> bytes = ObjectRecordCodec.Encode(sample.Record);

        ObjectRecord summary = ObjectRecordCodec.DecodeSummary(bytes.Span);

        ObjectRecord whole = ObjectRecordCodec.Decode(bytes.Span);
        Assert.Equal(
            whole with { Blob = null, Parts = summary.Parts, UploadId = default, HasPartList = false, Headers = ObjectHeaders.None, UserMetadata = summary.UserMetadata, Tagging = null },
            summary);
    }

    [Property(Arbitrary = [typeof(RecordPropertyTests)])]
    public void ObjectRecord_AnyByteChanged_IsRefused(ObjectSample sample, int position, byte change)
    {
        byte[] bytes = ObjectRecordCodec.Encode(sample.Record).ToArray();
        bytes[(int)((uint)position % (uint)bytes.Length)] ^= (byte)(change | 1);

        Assert.Throws<RecordFormatException>(() => ObjectRecordCodec.Decode(bytes));
    }

    [Property(Arbitrary = [typeof(RecordPropertyTests)])]
    public void UploadRecord_RoundTrips(ObjectSample sample)
    {
        var record = new UploadRecord
        {
            InitiatedMs = sample.Record.ModifiedMs,
            ChecksumAlgorithm = sample.Record.Checksum?.Algorithm,
            ChecksumType = ChecksumType.Composite,
            StorageClass = sample.Record.StorageClass,
            Headers = sample.Record.Headers,
            UserMetadata = sample.Record.UserMetadata,
            Tagging = sample.Record.Tagging,
        };

        Assert.Equivalent(record, UploadRecord.Decode(record.Encode().Span), strict: true);
    }

    [Property(Arbitrary = [typeof(RecordPropertyTests)])]
    public void GarbageRecord_RoundTrips(ObjectSample sample)
    {
        var record = new GarbageRecord
        {
            Blobs = [.. sample.Record.Parts.Where(part => part.Blob is not null).Select(part => part.Blob!.Value)],
            PartListId = sample.Record.UploadId,
            UploadId = sample.Record.UploadId,
        };

        GarbageRecord decoded = GarbageRecord.Decode(record.Encode().Span);

        Assert.Equal(record.Blobs, decoded.Blobs);
        Assert.Equal(record.PartListId.ToArray(), decoded.PartListId.ToArray());
        Assert.Equal(record.UploadId.ToArray(), decoded.UploadId.ToArray());
    }

    [Property]
    public void BucketRecord_RoundTrips(ulong id, uint createdMs, BucketVersioning versioning, bool isDeleting)
    {
        var record = new BucketRecord { Id = id, CreatedMs = createdMs, Versioning = versioning, IsDeleting = isDeleting };

        Assert.Equal(record, BucketRecord.Decode(record.Encode().Span));
    }

    public static Arbitrary<ObjectSample> Samples()
    {
        Gen<long> number = Gen.OneOf(Gen.Choose(0, 300).Select(value => (long)value), Gen.Constant(5L << 40), Gen.Constant(long.MaxValue));
        Gen<string?> text = Gen.OneOf(Gen.Constant<string?>(null), Gen.Constant<string?>(""), Gen.Elements<string?>("a", "é", "text/plain", new string('x', 200)));
        Gen<CommitStamp?> stamp = Gen.OneOf(Gen.Constant<CommitStamp?>(null), number.Select(value => (CommitStamp?)new CommitStamp((uint)value, (ulong)value)));
        Gen<BlobRef?> blob = Gen.OneOf(
            Gen.Constant<BlobRef?>(null),
            number.Select(value => (BlobRef?)new BlobRef(new BlobId((ulong)value * 31, (ulong)value * 17), value, (byte)value, 4, 2)));
        Gen<ObjectChecksum?> checksum = Gen.OneOf(
            Gen.Constant<ObjectChecksum?>(null),
            Gen.Elements(Enum.GetValues<ChecksumAlgorithm>()).Select(algorithm => (ObjectChecksum?)new ObjectChecksum(
                algorithm, new byte[ContentChecksum.SizeOf(algorithm)], (ChecksumType)((int)algorithm % 2))));
        Gen<PartRecord> part =
            from size in number
            from content in blob
            from sum in checksum
            from index in Gen.Choose(1, 10_000)
            select new PartRecord { Number = index, Size = size, ETag = new EntityTag((ulong)size, 7), ModifiedMs = size, Checksum = sum, Blob = content };
        Gen<ObjectSample> samples =
            from flags in Gen.Choose(0, 7)
            from version in stamp
            from nullVersion in stamp
            from size in number
            from content in blob
            from sum in checksum
            from parts in part.ListOf(flags)
            from type in text
            from tags in text
            from pairs in Gen.Choose(0, 3)
            select new ObjectSample(new ObjectRecord
            {
                IsDeleteMarker = (flags & 1) != 0,
                IsNullVersion = (flags & 2) != 0,
                Stamp = version,
                NullStamp = nullVersion,
                Size = size,
                ETag = new EntityTag((ulong)size * 3, (ulong)size, parts.Count),
                ModifiedMs = size,
                StorageClass = type,
                Checksum = sum,
                Blob = content,
                UploadId = parts.Count > 0 ? new byte[16] : default,
                HasPartList = parts.Count > 5,
                Parts = parts.Count > 5 ? [] : [.. parts],
                Headers = new ObjectHeaders { ContentType = type, ContentLanguage = tags, WebsiteRedirectLocation = type },
                UserMetadata = Enumerable.Range(0, pairs).ToDictionary(i => $"name{i}", i => $"värde{i}"),
                Tagging = tags,
            });
        return Arb.From(samples);
    }

    public sealed class ObjectSample
    {
        internal ObjectSample(ObjectRecord record) => Record = record;

        internal ObjectRecord Record { get; }

        public override string ToString() => Record.ToString();
    }
}
