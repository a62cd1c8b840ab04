using System.Numerics;
using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>
/// Works off the heal queue in the background, in the order of its keys, a few blobs at a time. An entry goes only when every shard of its blob is good or metadata no
/// longer names the blob; one whose drives are away is kept and costs nothing until they return. Thread-safe.
/// </summary>
internal sealed partial class HealWorker : IAsyncDisposable
{
    private const int MaxConcurrent = 2;
    private const int PageSize = 64;
    private const int MaxSetAside = 4096;

    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly IMetadataStore _metadata;
    private readonly HealQueue _queue;
    private readonly BlobHealer _healer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, uint> _setAside = [];
    private TaskCompletionSource _wake = NewSignal();
    private Task _running = Task.CompletedTask;
    private long _queueLength;
    private long _healedShards;
    private long _healedBytes;
    private long _failures;

    /// <param name="sets">All erasure sets.</param>
    /// <param name="metadata">Holds the queue.</param>
    /// <param name="queue">Collects reports; wakes this worker.</param>
    /// <param name="healer">Heals a blob.</param>
    /// <param name="period">How often to look without being woken.</param>
    /// <param name="environment">Time and log.</param>
    public HealWorker(
        IReadOnlyList<ErasureSet> sets, IMetadataStore metadata, HealQueue queue, BlobHealer healer, TimeSpan period, StoreEnvironment environment)
    {
        _sets = sets;
        _metadata = metadata;
        _queue = queue;
        _healer = healer;
        _period = period;
        _time = environment.Time;
        _logger = environment.LoggerFactory.CreateLogger<HealWorker>();
        queue.EntriesAdded = Wake;
    }

    /// <summary>The counters.</summary>
    public HealStatus Status => new(
        Interlocked.Read(ref _queueLength) + _queue.PendingCount,
        Interlocked.Read(ref _healedShards),
        Interlocked.Read(ref _healedBytes),
        Interlocked.Read(ref _failures));

    /// <summary>Begins to work in the background, once.</summary>
    public void Start() => _running = Task.Run(() => WorkAsync(_stopping.Token));

    /// <summary>Looks at the queue soon: entries were committed to it.</summary>
    public void Wake() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Looks at the queue soon, also at entries that could not be healed before.</summary>
    public void OnDriveReturned()
    {
        lock (_lock)
        {
            _setAside.Clear();
        }

        Wake();
    }

    /// <summary>Goes over the whole queue once.</summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async Task RunOnceAsync(CancellationToken cancellationToken = default)
    {
        await _queue.WriteOutAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        long kept = 0;
        ReadOnlyMemory<byte> from = MetadataKeys.Heals;
        while (true)
        {
            List<QueuedEntry> page = await ReadPageAsync(from, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(page, options, async (entry, token) =>
            {
                if (!await ProcessAsync(entry, token).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref kept);
                }
            }).ConfigureAwait(false);

            // The least key after the last of the page.
            from = (byte[])[.. page[^1].Key.Span, 0];
        }

        Interlocked.Exchange(ref _queueLength, kept);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // Renewed before the round, so that an entry which comes during it starts another.
            TaskCompletionSource signal = NewSignal();
            Volatile.Write(ref _wake, signal);
            try
            {
                await RunOnceAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogRoundFailed(e);
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(signal.Task, Task.Delay(_period, _time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<List<QueuedEntry>> ReadPageAsync(ReadOnlyMemory<byte> from, CancellationToken cancellationToken)
    {
        var page = new List<QueuedEntry>(PageSize);
        using IMetadataCursor cursor = _metadata.Scan(from, MetadataKeys.After(MetadataKeys.Heals.Span));
        while (page.Count < PageSize && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new QueuedEntry(cursor.Key.ToArray(), cursor.Value.ToArray(), cursor.Stamp));
        }

        return page;
    }

    /// <summary>Heals the blob of an entry; gives whether the entry is gone.</summary>
    private async ValueTask<bool> ProcessAsync(QueuedEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            HealRecord record = HealRecord.Decode(entry.Value.Span);
            if (IsHopeless(record))
            {
                return false;
            }

            HealResult result = await _healer.HealAsync(record.Blob, record.Owner, record.BadShards, cancellationToken).ConfigureAwait(false);
            Count(record, result);
            return await SettleAsync(entry, record, result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StorageException or RecordFormatException)
        {
            Interlocked.Increment(ref _failures);
            LogEntryFailed(Convert.ToHexStringLower(entry.Key.Span[1..]), e.Message);
            return false;
        }
    }

    /// <summary>Whether nothing can have changed since the last attempt: all drives with bad shards are away, or the blob was found unrecoverable from the drives now there.</summary>
    private bool IsHopeless(HealRecord record)
    {
        if (record.Blob.Set >= _sets.Count)
        {
            return true;
        }

        uint online = OnlineShards(record.Blob);
        lock (_lock)
        {
            if (_setAside.TryGetValue(record.Blob.Id, out uint then) && then == online)
            {
                return true;
            }
        }

        return record.BadShards != 0 && (record.BadShards & online) == 0;
    }

    private uint OnlineShards(BlobRef blob)
    {
        ErasureSet set = _sets[blob.Set];
        uint online = 0;
        for (int shard = 0; shard < Math.Min(blob.DataShards + blob.ParityShards, set.Slots.Count); shard++)
        {
            online |= set.SlotOf(blob.Id, shard).OnlineDrive is null ? 0 : 1u << shard;
        }

        return online;
    }

    private void Count(HealRecord record, HealResult result)
    {
        Interlocked.Add(ref _healedShards, BitOperations.PopCount(result.Rebuilt));
        Interlocked.Add(ref _healedBytes, result.BytesWritten);
        if (result.Rebuilt != 0)
        {
            LogHealed(record.Blob.Id, BitOperations.PopCount(result.Rebuilt), BitOperations.PopCount(result.Verified));
        }

        if (result.Outcome == HealOutcome.Unrecoverable)
        {
            Interlocked.Increment(ref _failures);
            LogUnrecoverable(record.Blob.Id, record.Owner.BucketId, BitOperations.PopCount(result.Remaining));
            SetAside(record.Blob);
        }
    }

    private void SetAside(BlobRef blob)
    {
        uint online = OnlineShards(blob);
        lock (_lock)
        {
            if (_setAside.Count == MaxSetAside)
            {
                // Only spares attempts that lead nowhere.
                _setAside.Clear();
            }

            _setAside[blob.Id] = online;
        }
    }

    /// <summary>Removes the entry if nothing is left to do, or has it name what is; gives whether it is gone. An entry that changed meanwhile is left for the next round.</summary>
    private async ValueTask<bool> SettleAsync(QueuedEntry entry, HealRecord record, HealResult result, CancellationToken cancellationToken)
    {
        bool done = result.Outcome is HealOutcome.Whole or HealOutcome.NotNamed;
        if (!done && result.Remaining == record.BadShards)
        {
            return false;
        }

        var transaction = new MetadataTransaction();
        transaction.RequireStamp(entry.Key, entry.Stamp);
        if (done)
        {
            transaction.Delete(entry.Key);
        }
        else
        {
            transaction.Put(entry.Key, (record with { BadShards = result.Remaining }).Encode());
        }

        CommitResult commit = await _metadata.CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
        bool gone = done && commit.Status == CommitStatus.Committed;
        if (gone)
        {
            _queue.Forget(record.Blob.Id);
        }

        return gone;
    }

    private readonly record struct QueuedEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, CommitStamp Stamp);
}
