using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.ErasureSets;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>The shards that one drive should hold, looked at one by one. Made by <see cref="DriveRebuilder"/> for one run.</summary>
internal sealed class DriveRebuild
{
    private const int MaxConcurrent = 2;

    private readonly ErasureSet _set;
    private readonly DriveSlot _slot;
    private readonly IDrive _drive;
    private readonly RebuildDepth _depth;
    private readonly BlobId _since;
    private readonly IBlobCatalog _catalog;
    private readonly BlobHealer _healer;
    private readonly HealQueue _queue;
    private readonly IProgress<RebuildProgress>? _progress;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _lock = new();
    private RebuildProgress _state;

    public DriveRebuild(
        ErasureSet set,
        DriveSlot slot,
        IDrive drive,
        RebuildDepth depth,
        BlobId since,
        IBlobCatalog catalog,
        BlobHealer healer,
        HealQueue queue,
        IProgress<RebuildProgress>? progress,
        StoreEnvironment environment)
    {
        _set = set;
        _slot = slot;
        _drive = drive;
        _depth = depth;
        _since = since;
        _catalog = catalog;
        _healer = healer;
        _queue = queue;
        _progress = progress;
        _time = environment.Time;
        _started = _time.GetTimestamp();
    }

    /// <summary>Whether the drive works and is still the one in its slot.</summary>
    public bool IsDriveInPlace => ReferenceEquals(_slot.OnlineDrive, _drive);

    public RebuildProgress State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Counts first, for the sake of the estimate, then checks and heals.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach ((BlobRef blob, _) in _catalog.ListBlobsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ShardOf(blob) is { } shard)
            {
                Update(state => state with { Shards = state.Shards + 1, Bytes = state.Bytes + shard.Length });
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_catalog.ListBlobsAsync(cancellationToken), options, async (entry, token) =>
        {
            if (ShardOf(entry.Blob) is { } shard && IsDriveInPlace)
            {
                await CheckAsync(entry.Blob, entry.Owner, shard, token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>The shard of a blob that the drive should hold and that is to be looked at; null if none.</summary>
    private ShardRef? ShardOf(BlobRef blob)
    {
        int shard = ShardPlacement.ShardIn(blob.Id, _slot.Index, _set.Slots.Count);
        return blob.Set == _set.Index && blob.Id.CompareTo(_since) >= 0 && shard < blob.DataShards + blob.ParityShards
            ? new ShardRef(new ShardKey(blob.Id, (byte)shard), ShardLayout.ShardLength(blob.Length, blob.DataShards))
            : null;
    }

    private async ValueTask CheckAsync(BlobRef blob, BlobOwner owner, ShardRef shard, CancellationToken cancellationToken)
    {
        uint bit = 1u << shard.Key.Shard;
        HealResult result = default;
        if (_depth == RebuildDepth.Content || !await ExistsAsync(shard, cancellationToken).ConfigureAwait(false))
        {
            result = await _healer.HealShardsAsync(blob, owner, bit, cancellationToken).ConfigureAwait(false);
        }

        bool left = (result.Remaining & bit) != 0;
        if (left)
        {
            // Nobody looks at the drive again once it counts as looked through: only the entry remembers the shard.
            await _queue.AddAsync(blob, owner, bit).ConfigureAwait(false);
        }

        Update(state => state with
        {
            ShardsDone = state.ShardsDone + 1,
            BytesDone = state.BytesDone + shard.Length,
            ShardsHealed = state.ShardsHealed + ((result.Rebuilt & bit) != 0 ? 1 : 0),
            ShardsLeft = state.ShardsLeft + (left ? 1 : 0),
        });
    }

    private async ValueTask<bool> ExistsAsync(ShardRef shard, CancellationToken cancellationToken)
    {
        (DriveStatus status, IShardReader? reader) = await _drive.OpenShardAsync(shard, cancellationToken).ConfigureAwait(false);
        reader?.Dispose();
        return status == DriveStatus.Ok;
    }

    private void Update(Func<RebuildProgress, RebuildProgress> change)
    {
        RebuildProgress state;
        lock (_lock)
        {
            state = _state = change(_state) with { Elapsed = _time.GetElapsedTime(_started) };
        }

        _progress?.Report(state);
    }
}
