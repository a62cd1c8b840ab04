using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Versions;

/// <summary>Turns records into what callers see.</summary>
internal static class ObjectInfoFactory
{
    public static ObjectInfo Create(BucketState bucket, ObjectKey key, StoredVersion version, IReadOnlyList<PartRecord>? parts = null)
        => Create(bucket, key, version.Record, version.Stamp, version.IsCurrent, parts);

    /// <summary>Describes a version.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="key">Its key.</param>
    /// <param name="record">Its record.</param>
    /// <param name="stamp">The stamp of the transaction that wrote the version.</param>
    /// <param name="isCurrent">Whether it is the current version.</param>
    /// <param name="parts">Its parts if they do not stand in the record.</param>
    public static ObjectInfo Create(
        BucketState bucket, ObjectKey key, ObjectRecord record, CommitStamp stamp, bool isCurrent, IReadOnlyList<PartRecord>? parts = null)
        => new()
        {
            Bucket = bucket.Name,
            Key = key,
            VersionId = VersionIdOf(bucket, record.IsNullVersion, stamp),
            IsCurrent = isCurrent,
            IsDeleteMarker = record.IsDeleteMarker,
            Size = record.Size,
            ETag = record.IsDeleteMarker ? string.Empty : record.ETag.ToString(),
            LastModified = DateTimeOffset.FromUnixTimeMilliseconds(record.ModifiedMs),
            Headers = record.Headers,
            UserMetadata = record.UserMetadata,
            Tagging = record.Tagging,
            Checksum = record.Checksum,
            Parts = CreateParts(parts ?? record.Parts),
            StorageClass = record.StorageClass ?? StorageClasses.Standard,
        };

    public static ObjectPart CreatePart(PartRecord part)
        => new()
        {
            Number = part.Number,
            Size = part.Size,
            ETag = part.ETag.ToString(),
            LastModified = DateTimeOffset.FromUnixTimeMilliseconds(part.ModifiedMs),
            Checksum = part.Checksum,
        };

    /// <summary>The version id as callers see it: null in a bucket that never had versioning.</summary>
    public static string? VersionIdOf(BucketState bucket, bool isNullVersion, CommitStamp stamp)
        => !bucket.IsVersioned ? null : isNullVersion ? VersionId.Null : VersionId.Format(stamp);

    private static IReadOnlyList<ObjectPart> CreateParts(IReadOnlyList<PartRecord> parts)
    {
        if (parts.Count == 0)
        {
            return [];
        }

        var result = new ObjectPart[parts.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = CreatePart(parts[i]);
        }

        return result;
    }
}
