using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>
/// Makes a drive whole that is new, came back after an absence, or was found damaged: every shard that metadata wants on it is there afterwards, and
/// none of an earlier epoch that metadata does not know. Thread-safe.
/// </summary>
internal sealed partial class DriveRebuilder
{
    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly IBlobCatalog _catalog;
    private readonly BlobHealer _healer;
    private readonly HealQueue _queue;
    private readonly OrphanSweeper _sweeper;
    private readonly StoreEnvironment _environment;
    private readonly ILogger _logger;

    /// <param name="sets">All erasure sets.</param>
    /// <param name="catalog">What should be on the drives.</param>
    /// <param name="healer">Heals a blob.</param>
    /// <param name="queue">Takes what cannot be healed now.</param>
    /// <param name="sweeper">Removes what should not be on the drive.</param>
    /// <param name="environment">Time and log.</param>
    public DriveRebuilder(
        IReadOnlyList<ErasureSet> sets, IBlobCatalog catalog, BlobHealer healer, HealQueue queue, OrphanSweeper sweeper, StoreEnvironment environment)
    {
        _sets = sets;
        _catalog = catalog;
        _healer = healer;
        _queue = queue;
        _sweeper = sweeper;
        _environment = environment;
        _logger = environment.LoggerFactory.CreateLogger<DriveRebuilder>();
    }

    /// <summary>Rebuilds the drive now in a slot. Blobs written while this runs find the drive by themselves.</summary>
    /// <param name="slot">The slot; without a working drive nothing is done.</param>
    /// <param name="depth">How closely to look.</param>
    /// <param name="progress">Told after each shard; null if nobody wants to know.</param>
    /// <param name="cancellationToken">Ends the work; it can be begun again at any time.</param>
    /// <exception cref="StorageException">The metadata cannot be read, or a shard that cannot be healed now cannot be queued.</exception>
    public async Task<RebuildResult> RunAsync(
        DriveSlot slot, RebuildDepth depth, IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (slot.OnlineDrive is not { } drive)
        {
            return default;
        }

        var rebuild = new DriveRebuild(_sets[slot.Set], slot, drive, depth, since: default, _catalog, _healer, _queue, progress, _environment);
        await rebuild.RunAsync(cancellationToken).ConfigureAwait(false);
        if (!rebuild.IsDriveInPlace)
        {
            LogCutOff(drive.Name, rebuild.State.ShardsDone, rebuild.State.Shards);
            return new RebuildResult(rebuild.State, default, IsComplete: false);
        }

        SweepResult swept = await _sweeper.SweepDriveAsync(drive, default, _sweeper.EndOfPast, cancellationToken).ConfigureAwait(false);
        LogRebuilt(drive.Name, rebuild.State.ShardsDone, rebuild.State.ShardsHealed, rebuild.State.ShardsLeft, swept.Deleted);
        return new RebuildResult(rebuild.State, swept, swept.IsComplete);
    }

    /// <summary>
    /// Checks that the drive in a slot has its shards of recent blobs, and heals those it lacks: after a crash only the last writes can lack one,
    /// where a drive was slower than the quorum.
    /// </summary>
    /// <param name="slot">The slot; without a working drive nothing is done.</param>
    /// <param name="since">The first blob to look at: <see cref="OrphanSweeper.GetStartAsync"/>.</param>
    /// <param name="cancellationToken">Ends the work; it can be begun again at any time.</param>
    /// <exception cref="StorageException">The metadata cannot be read, or a shard that cannot be healed now cannot be queued.</exception>
    public async Task<RebuildProgress> CheckSinceAsync(DriveSlot slot, BlobId since, CancellationToken cancellationToken = default)
    {
        if (slot.OnlineDrive is not { } drive)
        {
            return default;
        }

        var check = new DriveRebuild(_sets[slot.Set], slot, drive, RebuildDepth.Existence, since, _catalog, _healer, _queue, progress: null, _environment);
        await check.RunAsync(cancellationToken).ConfigureAwait(false);
        LogLevel level = check.State is { ShardsHealed: 0, ShardsLeft: 0 } ? LogLevel.Debug : LogLevel.Information;
        LogChecked(level, drive.Name, check.State.ShardsDone, check.State.ShardsHealed, check.State.ShardsLeft);
        return check.State;
    }

    [LoggerMessage(1430, LogLevel.Information, "{Drive} was looked through: {Shards} shards, {Healed} of them rebuilt, {Left} queued for later; {Deleted} that nothing names were deleted.")]
    private partial void LogRebuilt(string drive, long shards, long healed, long left, long deleted);

    [LoggerMessage(1431, LogLevel.Warning, "{Drive} failed while it was looked through, after {Done} of {Shards} shards.")]
    private partial void LogCutOff(string drive, long done, long shards);

    [LoggerMessage(EventId = 1432, Message = "{Drive} was checked for recent writes: {Shards} shards, {Healed} of them rebuilt, {Left} queued for later.")]
    private partial void LogChecked(LogLevel level, string drive, long shards, long healed, long left);
}
