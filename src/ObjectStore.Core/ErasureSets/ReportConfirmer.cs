using System.Numerics;
using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Memory;
using ObjectStore.Scheduling;

namespace ObjectStore.ErasureSets;

/// <summary>
/// Stands between reads and healing. A commit is answered when its write quorum is durable, so that the slower drives may not show a small shard yet
/// when it is read at once: such a report is passed on only if the shard is still bad after the drive has flushed. All others go on directly. Thread-safe; never blocks.
/// </summary>
internal sealed partial class ReportConfirmer : IHealReporter, IThreadPoolWorkItem
{
    private const int MaxPending = 1024;

    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly BlobIdGenerator _ids;
    private readonly IHealReporter _next;
    private readonly BufferPool _pool;
    private readonly IWorkScheduler _scheduler;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, (BlobRef Blob, BlobOwner Owner, uint Bad)> _pending = [];
    private bool _isRunning;

    /// <param name="sets">All erasure sets.</param>
    /// <param name="ids">Knows the running epoch: only its blobs can be that fresh.</param>
    /// <param name="next">Told what is confirmed.</param>
    /// <param name="pool">Where memory comes from.</param>
    /// <param name="environment">Threads and log.</param>
    public ReportConfirmer(IReadOnlyList<ErasureSet> sets, BlobIdGenerator ids, IHealReporter next, BufferPool pool, StoreEnvironment environment)
    {
        _sets = sets;
        _ids = ids;
        _next = next;
        _pool = pool;
        _scheduler = environment.Scheduler;
        _logger = environment.LoggerFactory.CreateLogger<ReportConfirmer>();
    }

    public void Report(BlobRef blob, BlobOwner owner, uint badShards)
    {
        if (blob.Id.Epoch != _ids.Epoch || !ShardLayout.IsLogShard(new BlobLayout(blob).ShardLength))
        {
            _next.Report(blob, owner, badShards);
            return;
        }

        lock (_lock)
        {
            bool known = _pending.TryGetValue(blob.Id, out (BlobRef Blob, BlobOwner Owner, uint Bad) pending);
            if (!known && _pending.Count == MaxPending)
            {
                // The next read of the blob reports it again.
                return;
            }

            _pending[blob.Id] = (blob, owner, badShards | (known ? pending.Bad : 0));
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _scheduler.Queue(this);
    }

    void IThreadPoolWorkItem.Execute() => _ = ConfirmAllAsync();

    private async Task ConfirmAllAsync()
    {
        while (TryTake() is { } report)
        {
            try
            {
                uint bad = await ConfirmAsync(report.Blob, report.Bad).ConfigureAwait(false);
                if (bad != 0)
                {
                    _next.Report(report.Blob, report.Owner, bad);
                }
            }
            catch (Exception e)
            {
                // Nobody waits for this; the next read of the blob reports it again.
                LogNotConfirmed(report.Blob.Id, e);
            }
        }
    }

    private (BlobRef Blob, BlobOwner Owner, uint Bad)? TryTake()
    {
        lock (_lock)
        {
            foreach ((BlobId id, (BlobRef Blob, BlobOwner Owner, uint Bad) report) in _pending)
            {
                _pending.Remove(id);
                return report;
            }

            _isRunning = false;
            return null;
        }
    }

    private async ValueTask<uint> ConfirmAsync(BlobRef blob, uint shards)
    {
        uint bad = 0;
        for (uint rest = shards; rest != 0; rest &= rest - 1)
        {
            int shard = BitOperations.TrailingZeroCount(rest);
            if (_sets[blob.Set].SlotOf(blob.Id, shard).OnlineDrive is { } drive
                && await drive.FlushAsync().ConfigureAwait(false) == DriveStatus.Ok
                && await ReadAsync(drive, blob, shard).ConfigureAwait(false) is DriveStatus.NotFound or DriveStatus.Corrupt)
            {
                bad |= 1u << shard;
            }
        }

        return bad;
    }

    private async ValueTask<DriveStatus> ReadAsync(IDrive drive, BlobRef blob, int shard)
    {
        int length = (int)new BlobLayout(blob).ShardLength;
        (DriveStatus status, IShardReader? reader) = await drive.OpenShardAsync(new ShardRef(new ShardKey(blob.Id, (byte)shard), length)).ConfigureAwait(false);
        using (reader)
        {
            if (reader is null)
            {
                return status;
            }

            using PooledBuffer buffer = _pool.Rent(length);
            return await reader.ReadBlocksAsync(0, ShardLayout.BlockCount(length), buffer.Memory[..length]).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1420, LogLevel.Debug, "The report of damage to blob {Blob} could not be confirmed.")]
    private partial void LogNotConfirmed(BlobId blob, Exception exception);
}
