using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Versions;

/// <summary>
/// The current version of a key as it was read. It stands at one of two fixed keys: a live object under object/, a delete marker under
/// version/ without a stamp; never at both. A key without a current version has no version at all.
/// </summary>
/// <remarks>
/// Every transaction that adds a noncurrent version does so by moving the current one, so it changes one of the fixed keys. While these are
/// unchanged, versions under version/ can only go away: that makes decisions about them safe that require the current version and the
/// versions they touch to be unchanged.
/// </remarks>
internal sealed class KeyState
{
    private KeyState(BucketState bucket, ObjectKey key, ReadOnlyMemory<byte> objectKey, ReadOnlyMemory<byte> markerKey, StoredVersion? current)
    {
        Bucket = bucket;
        Key = key;
        ObjectKey = objectKey;
        MarkerKey = markerKey;
        Current = current;
    }

    public BucketState Bucket { get; }

    public ObjectKey Key { get; }

    /// <summary>Where the current version stands if it is live.</summary>
    public ReadOnlyMemory<byte> ObjectKey { get; }

    /// <summary>Where the current version stands if it is a delete marker; also the prefix of all noncurrent ones.</summary>
    public ReadOnlyMemory<byte> MarkerKey { get; }

    /// <summary>The current version; null if there is none.</summary>
    public StoredVersion? Current { get; }

    /// <summary>The current version if it is an object.</summary>
    public StoredVersion? Live => Current is { Record.IsDeleteMarker: false } ? Current : null;

    public static async ValueTask<KeyState> ReadAsync(IMetadataStore metadata, BucketState bucket, ObjectKey key, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> objectKey = MetadataKeys.Object(bucket.Id, key.Utf8.Span);
        ReadOnlyMemory<byte> markerKey = bucket.IsVersioned ? MetadataKeys.Versions(bucket.Id, key.Utf8.Span) : default;
        MetadataValue? value = await metadata.GetAsync(objectKey, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> foundKey = objectKey;
        if (value is null && bucket.IsVersioned)
        {
            value = await metadata.GetAsync(markerKey, cancellationToken).ConfigureAwait(false);
            foundKey = markerKey;
        }

        StoredVersion? current = value is { } found ? StoredVersion.From(foundKey, found, isCurrent: true) : null;
        return new KeyState(bucket, key, objectKey, markerKey, current);
    }

    /// <summary>Reads the current version from one moment's state: two reads, one after the other, could miss a version that changes places.</summary>
    public static async ValueTask<KeyState> ReadSnapshotAsync(
        IMetadataStore metadata, BucketState bucket, ObjectKey key, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> objectKey = MetadataKeys.Object(bucket.Id, key.Utf8.Span);
        ReadOnlyMemory<byte> markerKey = MetadataKeys.Versions(bucket.Id, key.Utf8.Span);
        using IMetadataCursor cursor = metadata.Scan(objectKey, MetadataKeys.After(markerKey.Span));
        StoredVersion? current = await SeekCurrentAsync(cursor, objectKey, cancellationToken).ConfigureAwait(false)
            ?? await SeekCurrentAsync(cursor, markerKey, cancellationToken).ConfigureAwait(false);
        return new KeyState(bucket, key, objectKey, markerKey, current);
    }

    /// <summary>Makes a transaction depend on the current version being what was read.</summary>
    public void Require(MetadataTransaction transaction)
    {
        if (Live is { } live)
        {
            transaction.RequireStamp(ObjectKey, live.RecordStamp);
            return;
        }

        transaction.RequireAbsent(ObjectKey);
        if (Current is { } marker)
        {
            transaction.RequireStamp(MarkerKey, marker.RecordStamp);
        }
        else if (Bucket.IsVersioned)
        {
            transaction.RequireAbsent(MarkerKey);
        }
    }

    /// <summary>The key of a noncurrent version.</summary>
    public ReadOnlyMemory<byte> VersionKey(CommitStamp stamp) => MetadataKeys.Version(Bucket.Id, Key.Utf8.Span, stamp);

    /// <summary>Reads the noncurrent version of a stamp; null if there is none.</summary>
    public async ValueTask<StoredVersion?> ReadNoncurrentAsync(IMetadataStore metadata, CommitStamp stamp, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> key = VersionKey(stamp);
        MetadataValue? value = await metadata.GetAsync(key, cancellationToken).ConfigureAwait(false);
        return value is { } found ? StoredVersion.From(key, found, isCurrent: false) : null;
    }

    /// <summary>Reads the newest noncurrent version; null if there is none.</summary>
    public async ValueTask<StoredVersion?> ReadNewestNoncurrentAsync(IMetadataStore metadata, CancellationToken cancellationToken)
    {
        using IMetadataCursor cursor = metadata.Scan(MarkerKey, MetadataKeys.After(MarkerKey.Span));
        while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            if (cursor.Key.Length > MarkerKey.Length)
            {
                ObjectRecord record = ObjectRecordCodec.Decode(cursor.Value);
                return new StoredVersion(cursor.Key.ToArray(), cursor.Stamp, record, IsCurrent: false);
            }
        }

        return null;
    }

    private static async ValueTask<StoredVersion?> SeekCurrentAsync(IMetadataCursor cursor, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        bool isFound = await cursor.SeekAsync(key, cancellationToken).ConfigureAwait(false) && cursor.Key.SequenceEqual(key.Span);
        return isFound ? new StoredVersion(key, cursor.Stamp, ObjectRecordCodec.Decode(cursor.Value), IsCurrent: true) : null;
    }
}
