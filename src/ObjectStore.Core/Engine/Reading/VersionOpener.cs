using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Conditions;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Reading;

/// <summary>Finds the version that a caller wants to read and decides whether it may: what all reads and copies begin with.</summary>
internal sealed class VersionOpener(EngineContext context)
{
    /// <summary>Gives the version with its content held, or the error of the read.</summary>
    public async ValueTask<StorageResult<OpenVersion>> OpenAsync(
        string bucketName, ObjectKey key, string? versionId, ReadConditions? conditions, CancellationToken cancellationToken)
    {
        using BlobLease lease = context.Holds.Lease();
        StorageResult<FoundVersion> found = await FindAsync(bucketName, key, versionId, cancellationToken).ConfigureAwait(false);
        if (found.Error is { } error)
        {
            return error;
        }

        FoundVersion version = found.Value;
        IReadOnlyList<PartRecord> parts = await ReadPartsAsync(context.Metadata, version.Version.Record, cancellationToken).ConfigureAwait(false);
        ObjectInfo info = ObjectInfoFactory.Create(version.Bucket, key, version.Version, parts);
        return ReadConditionEvaluator.Evaluate(conditions, info) is { } refusal
            ? refusal
            : OpenVersion.Create(context.Holds, info, version.Version, parts);
    }

    /// <summary>Gives the parts of a multipart object from wherever they stand. The record must be held, or a lease taken before it was read.</summary>
    public static async ValueTask<IReadOnlyList<PartRecord>> ReadPartsAsync(
        IMetadataStore metadata, ObjectRecord record, CancellationToken cancellationToken)
    {
        if (!record.HasPartList)
        {
            return record.Parts;
        }

        MetadataValue? value = await metadata.GetAsync(MetadataKeys.PartList(record.UploadId.Span), cancellationToken).ConfigureAwait(false);
        return value is { } list
            ? PartListRecord.Decode(list.Value.Span).Parts
            : throw new RecordFormatException("The part list of a multipart object is missing.");
    }

    private async ValueTask<StorageResult<FoundVersion>> FindAsync(
        string bucketName, ObjectKey key, string? versionId, CancellationToken cancellationToken)
    {
        if (ObjectLimits.CheckKey(key) is { } invalid)
        {
            return invalid;
        }

        if (!VersionSelector.TryParse(versionId, out VersionSelector selector))
        {
            return EngineErrors.InvalidVersionId(versionId);
        }

        if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        (_, StoredVersion? version) = await VersionLookup.FindAsync(context.Metadata, bucket, key, selector, cancellationToken).ConfigureAwait(false);
        if (version is null)
        {
            return selector.IsCurrent ? EngineErrors.NoSuchKey(key) : EngineErrors.NoSuchVersion(key, versionId);
        }

        if (!version.Record.IsDeleteMarker)
        {
            return new FoundVersion(bucket, version);
        }

        ObjectInfo marker = ObjectInfoFactory.Create(bucket, key, version);
        return selector.IsCurrent ? EngineErrors.NoSuchKey(key, marker) : EngineErrors.VersionIsDeleteMarker(marker);
    }

    private sealed record FoundVersion(BucketState Bucket, StoredVersion Version);
}
