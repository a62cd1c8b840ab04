using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;

namespace ObjectStore.Engine.Versions;

/// <summary>Finds the version that a caller means.</summary>
internal static class VersionLookup
{
    /// <summary>Gives the version, which may be a delete marker, or null, with the state of the key.</summary>
    public static async ValueTask<(KeyState State, StoredVersion? Version)> FindAsync(
        IMetadataStore metadata, BucketState bucket, ObjectKey key, VersionSelector selector, CancellationToken cancellationToken)
    {
        KeyState state = await KeyState.ReadAsync(metadata, bucket, key, cancellationToken).ConfigureAwait(false);
        if (state.Current is null && bucket.IsVersioned && !selector.IsCurrent)
        {
            state = await KeyState.ReadSnapshotAsync(metadata, bucket, key, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            if (state.Current is not { } current || selector.Selects(current))
            {
                return (state, state.Current);
            }

            CommitStamp? stamp = selector.IsNull ? current.Record.NullStamp : selector.Stamp;
            StoredVersion? version = stamp is { } known
                ? await state.ReadNoncurrentAsync(metadata, known, cancellationToken).ConfigureAwait(false)
                : null;
            if (version is not null)
            {
                return (state, selector.Selects(version) ? version : null);
            }

            // The version may have become current between the two reads; then the current one has changed.
            KeyState again = await KeyState.ReadSnapshotAsync(metadata, bucket, key, cancellationToken).ConfigureAwait(false);
            if (again.Current?.RecordStamp == current.RecordStamp)
            {
                return (state, null);
            }

            state = again;
        }
    }
}
