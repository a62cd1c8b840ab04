using ObjectStore.Blobs;
using ObjectStore.ErasureSets;

namespace ObjectStore.Healing;

/// <summary>
/// What follows an unclean stop, in the background of the running store: shards that were not durable on every drive are rebuilt, and those of writes that never ended are removed. Thread-safe.
/// </summary>
internal sealed class CrashRecovery(IReadOnlyList<ErasureSet> sets, DriveRebuilder rebuilder, OrphanSweeper sweeper)
{
    /// <summary>Runs once; a run cut short is repeated after the next start.</summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken cancellationToken = default)
    {
        // Before the sweep, which notes the epochs as done.
        BlobId since = await sweeper.GetStartAsync(cancellationToken).ConfigureAwait(false);
        foreach (DriveSlot slot in sets.SelectMany(set => set.Slots))
        {
            await rebuilder.CheckSinceAsync(slot, since, cancellationToken).ConfigureAwait(false);
        }

        return await sweeper.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
