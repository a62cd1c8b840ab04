using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Versions;

/// <summary>How versions of a key come and go: builds the part of a transaction that changes them, with the conditions that make it safe.</summary>
internal static class VersionChanges
{
    /// <summary>
    /// Makes a record the current version. What was current becomes noncurrent, or goes if the bucket does not keep it; in a suspended bucket,
    /// where the new version is the null version, so does an older null version.
    /// </summary>
    /// <param name="metadata">Where the null version is looked up.</param>
    /// <param name="transaction">The attempt.</param>
    /// <param name="state">The key as it was read, which the transaction will require unchanged, as it will the bucket.</param>
    /// <param name="next">The new version; its place in the order is given here.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    public static async ValueTask ReplaceCurrentAsync(
        IMetadataStore metadata, EngineTransaction transaction, KeyState state, ObjectRecord next, CancellationToken cancellationToken)
    {
        state.Bucket.Require(transaction.Metadata);
        state.Require(transaction.Metadata);
        bool keepsVersions = state.Bucket.Record.Versioning == BucketVersioning.Enabled;
        StoredVersion? current = state.Current;
        if (current is not null)
        {
            if (keepsVersions || !current.Record.IsNullVersion)
            {
                MoveToNoncurrent(transaction, state, current);
            }
            else
            {
                transaction.Discard(current.Record);
            }
        }

        CommitStamp? nullStamp = current is null ? null : current.Record.IsNullVersion ? current.Stamp : current.Record.NullStamp;
        if (!keepsVersions && current is { Record: { IsNullVersion: false, NullStamp: { } olderNull } })
        {
            await DiscardNoncurrentNullAsync(metadata, transaction, state, olderNull, cancellationToken).ConfigureAwait(false);
        }

        transaction.CountNew(next);
        PutCurrent(transaction, state, next with
        {
            IsNullVersion = !keepsVersions,
            NullStamp = keepsVersions ? nullStamp : null,
            Stamp = null,
        });
    }

    /// <summary>Removes a version for good. If it is the current one, the newest of the others becomes current.</summary>
    public static async ValueTask RemoveAsync(
        IMetadataStore metadata, EngineTransaction transaction, KeyState state, StoredVersion version, CancellationToken cancellationToken)
    {
        transaction.Discard(version.Record);
        if (!version.IsCurrent)
        {
            transaction.Metadata.RequireStamp(version.RecordKey, version.RecordStamp);
            transaction.Metadata.Delete(version.RecordKey);
            return;
        }

        state.Require(transaction.Metadata);
        StoredVersion? heir = state.Bucket.IsVersioned
            ? await state.ReadNewestNoncurrentAsync(metadata, cancellationToken).ConfigureAwait(false)
            : null;
        if (heir is null)
        {
            transaction.Metadata.Delete(version.RecordKey);
            return;
        }

        transaction.Metadata.RequireStamp(heir.RecordKey, heir.RecordStamp);
        transaction.Metadata.Delete(heir.RecordKey);
        PutCurrent(transaction, state, heir.Record with
        {
            Stamp = heir.Stamp,
            NullStamp = heir.Record.IsNullVersion || version.Record.NullStamp == heir.Stamp ? null : version.Record.NullStamp,
        });
    }

    private static void PutCurrent(EngineTransaction transaction, KeyState state, ObjectRecord record)
    {
        ReadOnlyMemory<byte> key = record.IsDeleteMarker ? state.MarkerKey : state.ObjectKey;
        transaction.Metadata.Put(key, ObjectRecordCodec.Encode(record));
        if (state.Current is { } old && !old.RecordKey.Span.SequenceEqual(key.Span))
        {
            transaction.Metadata.Delete(old.RecordKey);
        }
    }

    private static void MoveToNoncurrent(EngineTransaction transaction, KeyState state, StoredVersion current)
    {
        ObjectRecord record = current.Record with { Stamp = current.Stamp, NullStamp = null };
        transaction.Metadata.Put(state.VersionKey(current.Stamp), ObjectRecordCodec.Encode(record));
    }

    private static async ValueTask DiscardNoncurrentNullAsync(
        IMetadataStore metadata, EngineTransaction transaction, KeyState state, CommitStamp stamp, CancellationToken cancellationToken)
    {
        // If it is gone it stays gone while the current version is unchanged: see KeyState.
        if (await state.ReadNoncurrentAsync(metadata, stamp, cancellationToken).ConfigureAwait(false) is { } older)
        {
            transaction.Metadata.RequireStamp(older.RecordKey, older.RecordStamp);
            transaction.Metadata.Delete(older.RecordKey);
            transaction.Discard(older.Record);
        }
    }
}
