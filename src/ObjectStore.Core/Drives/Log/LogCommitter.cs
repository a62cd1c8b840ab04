using Microsoft.Extensions.Logging;
using ObjectStore.Drives.Catalog;
using ObjectStore.Metadata.Records;
using ObjectStore.Scheduling;

namespace ObjectStore.Drives.Log;

/// <summary>
/// Commits entries in order: takes all that is pending, writes it with one write and one sync, applies it to the index with one batch, tells the
/// waiters. It runs as a work item that the first urgent entry starts, never a thread of its own. Staged shards alone wait for a flush, a metadata
/// record, or until there are many. Thread-safe.
/// </summary>
internal sealed partial class LogCommitter(LogWriter writer, DriveCatalog catalog, DriveHealth health, IWorkScheduler scheduler, ILogger logger)
    : IThreadPoolWorkItem
{
    /// <summary>The most bytes of one write, if it has more than one record.</summary>
    public const int MaxBatchBytes = 8 << 20;

    /// <summary>Staged bytes at which they are written though nobody waits.</summary>
    public const int EagerBytes = 4 << 20;

    /// <summary>Pending bytes above which those who stage more have to wait.</summary>
    public const int MaxPendingBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<LogEntry> _pending = [];
    private readonly List<TaskCompletionSource> _waitingForRoom = [];
    private readonly List<LogEntry> _batch = [];
    private long _pendingBytes;
    private int _urgent;
    private bool _isBusy;
    private bool _isClosed;
    private bool _isFull;
    private long _writtenBytes;

    /// <summary>Record bytes written since the drive was opened.</summary>
    public long WrittenBytes => Volatile.Read(ref _writtenBytes);

    /// <summary>Called after every commit, on the committer's thread; must return at once.</summary>
    public Action? Committed { get; set; }

    /// <summary>Whether shards wait that did not fit on the drive. Trying again frees them or not.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _isFull;
            }
        }
    }

    /// <summary>Completes when there is room for more staged shards.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _pendingBytes <= MaxPendingBytes || _isFull || _isClosed || !health.IsOnline ? default : new ValueTask(WaitAsync(cancellationToken));
        }
    }

    /// <summary>Adds an entry, which is the committer's from now on; it is completed whatever happens.</summary>
    public void Enqueue(LogEntry entry)
    {
        lock (_gate)
        {
            if (!_isClosed && health.IsOnline)
            {
                _pending.AddLast(entry);
                _pendingBytes += entry.RecordLength;
                _urgent += entry.IsUrgent ? 1 : 0;
                StartIfNeeded();
                return;
            }
        }

        Finish(entry, DriveStatus.Offline);
    }

    /// <summary>Completes when everything enqueued before is durable and in the index, or says why it is not.</summary>
    public Task<DriveStatus> FlushAsync()
    {
        var entry = new FlushEntry();
        lock (_gate)
        {
            if (_pending.Count == 0 && !_isBusy && health.IsOnline && !_isClosed)
            {
                return Task.FromResult(DriveStatus.Ok);
            }

            Enqueue(entry);
        }

        return entry.Completion;
    }

    /// <summary>Commits what is pending and takes nothing more.</summary>
    public async Task CloseAsync()
    {
        Task flushed = FlushAsync();
        lock (_gate)
        {
            _isClosed = true;
        }

        await flushed.ConfigureAwait(false);
        DropPending();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeBatch())
        {
            CommitBatch();
            _batch.Clear();
            ReleaseWaiters();
            Committed?.Invoke();
        }

        if (!health.IsOnline)
        {
            DropPending();
        }
    }

    private Task WaitAsync(CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waitingForRoom.Add(waiter);
        return waiter.Task.WaitAsync(cancellationToken);
    }

    private void StartIfNeeded()
    {
        if (!_isBusy && IsNeeded)
        {
            _isBusy = true;
            scheduler.Queue(this);
        }
    }

    private bool IsNeeded => _urgent > 0 || (_pendingBytes >= EagerBytes && !_isFull);

    private bool TakeBatch()
    {
        lock (_gate)
        {
            if (!IsNeeded || !health.IsOnline)
            {
                _isBusy = false;
                return false;
            }

            long bytes = 0;
            while (_pending.First?.Value is LogEntry entry && (bytes == 0 || bytes + entry.RecordLength <= MaxBatchBytes))
            {
                _pending.RemoveFirst();
                _urgent -= entry.IsUrgent ? 1 : 0;
                bytes += entry.RecordLength;
                _batch.Add(entry);
            }

            return true;
        }
    }

    private void CommitBatch()
    {
        DriveStatus status;
        try
        {
            status = health.IsOnline ? writer.Append(_batch) : DriveStatus.Offline;
            if (status == DriveStatus.Full)
            {
                status = KeepForLater();
            }

            if (status == DriveStatus.Ok)
            {
                catalog.Commit(_batch, writer.End);
            }
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e) || e is RecordFormatException)
        {
            health.Fail(e.Message, e);
            status = DriveStatus.Offline;
        }

        FinishBatch(status);
    }

    /// <summary>
    /// Takes staged shards that did not fit back to the head of the line, so that a later flush speaks for them too. What stays in the batch are removals, which
    /// need no room. A metadata record cannot wait: the replica would fall behind without knowing.
    /// </summary>
    private DriveStatus KeepForLater()
    {
        if (_batch.Exists(static entry => entry is MetadataEntry))
        {
            health.Fail("The drive is full: a metadata record could not be written.");
            return DriveStatus.Offline;
        }

        var kept = new List<ShardEntry>();
        foreach (LogEntry entry in _batch)
        {
            if (entry is ShardEntry shard)
            {
                kept.Add(shard);
            }
            else if (entry is RemovalEntry removal)
            {
                DropRemoved(kept, removal);
            }
            else if (kept.Count > 0)
            {
                entry.Complete(DriveStatus.Full);
            }
        }

        _batch.RemoveAll(static entry => entry is ShardEntry);
        lock (_gate)
        {
            _isFull = kept.Count > 0;
            for (int i = kept.Count - 1; i >= 0; i--)
            {
                _pending.AddFirst(kept[i]);
            }
        }

        LogFull();
        return DriveStatus.Ok;
    }

    private void DropRemoved(List<ShardEntry> kept, RemovalEntry removal)
    {
        for (int i = kept.Count - 1; i >= 0; i--)
        {
            if (removal.Removes(kept[i].Key))
            {
                Subtract(kept[i].RecordLength);
                Finish(kept[i], DriveStatus.Full);
                kept.RemoveAt(i);
            }
        }
    }

    private void FinishBatch(DriveStatus status)
    {
        long bytes = 0;
        foreach (LogEntry entry in _batch)
        {
            bytes += entry.RecordLength;
            Finish(entry, status);
        }

        Subtract(bytes);
        if (status == DriveStatus.Ok)
        {
            Volatile.Write(ref _writtenBytes, _writtenBytes + bytes);
        }

        if (status == DriveStatus.Ok && bytes > 0)
        {
            lock (_gate)
            {
                _isFull = false;
            }
        }
    }

    private void Subtract(long bytes)
    {
        lock (_gate)
        {
            _pendingBytes -= bytes;
        }
    }

    private void ReleaseWaiters()
    {
        TaskCompletionSource[] waiters;
        lock (_gate)
        {
            if (_waitingForRoom.Count == 0 || (_pendingBytes > MaxPendingBytes && !_isFull && !_isClosed && health.IsOnline))
            {
                return;
            }

            waiters = [.. _waitingForRoom];
            _waitingForRoom.Clear();
        }

        foreach (TaskCompletionSource waiter in waiters)
        {
            waiter.TrySetResult();
        }
    }

    private void DropPending()
    {
        LogEntry[] dropped;
        lock (_gate)
        {
            dropped = [.. _pending];
            _pending.Clear();
            _pendingBytes = 0;
            _urgent = 0;
        }

        foreach (LogEntry entry in dropped)
        {
            Finish(entry, DriveStatus.Offline);
        }

        ReleaseWaiters();
    }

    private static void Finish(LogEntry entry, DriveStatus status)
    {
        entry.Dispose();
        entry.Complete(status);
    }

    [LoggerMessage(EventId = 1120, Level = LogLevel.Warning, Message = "The drive is full: staged shards wait for room")]
    private partial void LogFull();
}
