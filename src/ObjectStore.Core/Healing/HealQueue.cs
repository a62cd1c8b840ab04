using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>
/// Puts blobs into the heal queue, which is a range of the metadata: within the transaction that names the blob, or later, when a read finds damage. Reports of
/// reads are collected in memory, bounded, and written in the background; one that is lost is made again by the next read. Thread-safe.
/// </summary>
internal sealed partial class HealQueue : IHealReporter, IThreadPoolWorkItem
{
    private const int MaxPending = 4096;
    private const int MaxKnown = 16_384;
    private const int MaxAttempts = 8;

    private readonly IMetadataStore _metadata;
    private readonly IWorkScheduler _scheduler;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, HealRecord> _pending = [];
    private readonly Dictionary<BlobId, uint> _known = [];
    private Task _writing = Task.CompletedTask;
    private bool _scheduled;

    public HealQueue(IMetadataStore metadata, StoreEnvironment environment)
    {
        _metadata = metadata;
        _scheduler = environment.Scheduler;
        _logger = environment.LoggerFactory.CreateLogger<HealQueue>();
    }

    /// <summary>Called after entries were written; set once, before first use.</summary>
    public Action? EntriesAdded { get; set; }

    /// <summary>Reports not written yet.</summary>
    public int PendingCount
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Adds an entry to the transaction that names the blob.</summary>
    public static void AddTo(MetadataTransaction transaction, BlobRef blob, BlobOwner owner, uint badShards)
        => transaction.Put(MetadataKeys.Heal(blob.Id), new HealRecord(blob, owner, badShards).Encode());

    /// <summary>Puts a blob into the queue now.</summary>
    /// <exception cref="StorageException">Unavailable: it is not in the queue, or not known to be.</exception>
    public async ValueTask AddAsync(BlobRef blob, BlobOwner owner, uint badShards)
    {
        var record = new HealRecord(blob, owner, badShards);
        if (!await TryWriteAsync(record).ConfigureAwait(false))
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"Blob {blob.Id} could not be queued for healing.");
        }

        MarkWritten(record);
        EntriesAdded?.Invoke();
    }

    /// <inheritdoc/>
    public void Report(BlobRef blob, BlobOwner owner, uint badShards)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(blob.Id, out uint known) && Merge(known, badShards) == known)
            {
                return;
            }

            if (_pending.TryGetValue(blob.Id, out HealRecord? pending))
            {
                badShards = Merge(badShards, pending.BadShards);
            }
            else if (_pending.Count == MaxPending)
            {
                LogReportDropped(blob.Id);
                return;
            }

            _pending[blob.Id] = new HealRecord(blob, owner, badShards);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        _scheduler.Queue(this);
    }

    /// <summary>Writes the collected reports. What cannot be written now stays for the next call.</summary>
    public Task WriteOutAsync()
    {
        lock (_lock)
        {
            return _writing = WriteOutAfterAsync(_writing);
        }
    }

    /// <summary>Says that a blob's entry was removed, so that a new report makes a new one.</summary>
    public void Forget(BlobId blob)
    {
        lock (_lock)
        {
            _known.Remove(blob);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        lock (_lock)
        {
            _scheduled = false;
        }

        _ = WriteOutAsync();
    }

    /// <summary>0 means all shards.</summary>
    private static uint Merge(uint left, uint right) => left == 0 || right == 0 ? 0 : left | right;

    private async Task WriteOutAfterAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        HealRecord[] records;
        lock (_lock)
        {
            records = [.. _pending.Values];
        }

        int written = 0;
        foreach (HealRecord record in records)
        {
            if (!await TryWriteAsync(record).ConfigureAwait(false))
            {
                break;
            }

            written++;
            MarkWritten(record);
        }

        if (written > 0)
        {
            EntriesAdded?.Invoke();
        }
    }

    private void MarkWritten(HealRecord record)
    {
        lock (_lock)
        {
            if (_pending.TryGetValue(record.Blob.Id, out HealRecord? pending) && pending.BadShards == record.BadShards)
            {
                _pending.Remove(record.Blob.Id);
            }

            if (_known.Count == MaxKnown)
            {
                // Only spares commits that change nothing.
                _known.Clear();
            }

            _known[record.Blob.Id] = record.BadShards;
        }
    }

    private async ValueTask<bool> TryWriteAsync(HealRecord record)
    {
        try
        {
            return await MergeIntoQueueAsync(record).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody waits for the outcome, and the report stays pending.
            LogWriteFailed(record.Blob.Id, e.Message);
            return false;
        }
    }

    /// <summary>What an entry says; null if it is unreadable, and then replaced.</summary>
    private uint? QueuedShards(BlobId blob, MetadataValue entry)
    {
        try
        {
            return HealRecord.Decode(entry.Value.Span).BadShards;
        }
        catch (RecordFormatException e)
        {
            LogEntryUnreadable(blob, e.Message);
            return null;
        }
    }

    private async ValueTask<bool> MergeIntoQueueAsync(HealRecord record)
    {
        ReadOnlyMemory<byte> key = MetadataKeys.Heal(record.Blob.Id);
        var status = CommitStatus.Conflict;
        for (int attempt = 0; attempt < MaxAttempts && status == CommitStatus.Conflict; attempt++)
        {
            MetadataValue? current = await _metadata.GetAsync(key).ConfigureAwait(false);
            uint? queued = current is { } value ? QueuedShards(record.Blob.Id, value) : null;
            uint merged = Merge(queued ?? record.BadShards, record.BadShards);
            if (merged == queued)
            {
                return true;
            }

            var transaction = new MetadataTransaction();
            transaction.RequireUnchanged(key, current);
            transaction.Put(key, (record with { BadShards = merged }).Encode());
            status = (await _metadata.CommitAsync(transaction).ConfigureAwait(false)).Status;
        }

        if (status != CommitStatus.Committed)
        {
            LogWriteFailed(record.Blob.Id, status.ToString());
        }

        return status == CommitStatus.Committed;
    }

    [LoggerMessage(1400, LogLevel.Debug, "Blob {Blob} could not be queued for healing now: {Reason}.")]
    private partial void LogWriteFailed(BlobId blob, string reason);

    [LoggerMessage(1401, LogLevel.Debug, "The report of damage to blob {Blob} was dropped, because too many wait already; the next read makes it again.")]
    private partial void LogReportDropped(BlobId blob);

    [LoggerMessage(1402, LogLevel.Error, "The entry of blob {Blob} in the heal queue is unreadable and was replaced: {Reason}")]
    private partial void LogEntryUnreadable(BlobId blob, string reason);
}
