using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ObjectStore.Scheduling;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The one writer. Transactions, ends of appends and calls arrive in queues; a single work item, started by whoever finds it idle, takes them in
/// turn, so that all state here is of one thread at a time. It decides transactions, groups them into records, appends these to all replicas in sync,
/// and commits what a write quorum holds durably.
/// </summary>
internal sealed partial class MetadataSequencer : IThreadPoolWorkItem
{
    private const int MaxGroupTransactions = 256;
    private const int MaxGroupBytes = 4 << 20;
    private const int MaxGroupsInFlight = 64;
    private const int MaxLagRecords = 1024;
    private const long MaxLagBytes = 64 << 20;

    private readonly IWorkScheduler _scheduler;
    private readonly ILogger _logger;
    private readonly InSyncReplicas _replicas;
    private readonly Action<ReplicaLink> _onLagging;
    private readonly ConcurrentQueue<PendingCommit> _pending = new();
    private readonly AppendResults _appends;
    private readonly ConcurrentQueue<SequencerCall> _calls = new();
    private readonly InFlightGroups _inFlight = new();
    private readonly InFlightOverlay _overlay = new();
    private readonly TransactionResolver _resolver;
    private readonly List<SettledWaiter> _settledWaiters = [];
    private RecordHistory _history = new(default);
    private PendingCommit? _held;
    private bool _isOpen;
    private bool _wasOpen;
    private bool _closing;
    private bool _isPaused;
    private int _busy;
    private long _joins;
    private volatile bool _canWrite;

    /// <param name="writeQuorum">How many durable copies commit.</param>
    /// <param name="scheduler">Where it runs.</param>
    /// <param name="onLagging">Told of a replica that was put out of sync only because it lags; called within a step, so it must return at once.</param>
    /// <param name="logger">Its log.</param>
    public MetadataSequencer(int writeQuorum, IWorkScheduler scheduler, Action<ReplicaLink> onLagging, ILogger logger)
    {
        _replicas = new InSyncReplicas(writeQuorum);
        _onLagging = onLagging;
        _scheduler = scheduler;
        _logger = logger;
        _appends = new AppendResults(Signal, logger);
        _resolver = new TransactionResolver(_overlay, writeQuorum);
    }

    /// <summary>Who serves reads. Any thread.</summary>
    public ReadView View => _replicas.View;

    /// <summary>The replicas in sync. Any thread.</summary>
    public ReadOnlySpan<ReplicaLink> InSync => _replicas.Links;

    /// <summary>The epoch has begun and the store is not closing. Any thread.</summary>
    public bool AcceptsCommits => _canWrite;

    /// <summary>The writer's epoch: that of the last opening. Any thread.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The epoch in which the store first took transactions; until then that of the last attempt. Any thread.</summary>
    public uint FirstEpoch { get; private set; }

    /// <summary>The epoch's opening was appended somewhere: replicas join by being caught up. No longer once the quorum was lost with transactions in flight:
    /// a replica that came back would get their records without the shards that rode before them, so the next opening decides. Within calls only.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What is committed. Within calls only.</summary>
    public ulong CommittedThrough { get; private set; }

    /// <summary>Nothing after this was ever acknowledged or shown; null until the store first took transactions. Never goes back. Within calls only.</summary>
    public ulong? AcknowledgedThrough { get; private set; }

    /// <summary>The newest records. Within calls only.</summary>
    public RecordHistory History => _history;

    /// <summary>The end of what a replica may be given that is not in sync: README.md, "Running", 7. Within calls only.</summary>
    public ulong OpenThrough => _inFlight.BeforeRides() ?? _history.End.Sequence;

    /// <summary>Takes a transaction. Any thread.</summary>
    public ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction)
    {
        var commit = new PendingCommit(transaction, Interlocked.Read(ref _joins));
        ValueTask<CommitResult> result = commit.Task;
        _pending.Enqueue(commit);
        Signal();
        return result;
    }

    /// <summary>Runs a function between two steps. Any thread.</summary>
    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        var call = new SequencerFunction<T>(function, _scheduler);
        _calls.Enqueue(call);
        Signal();
        return call.Task;
    }

    /// <summary>Completes when everything taken is decided, or cannot be decided now. Any thread.</summary>
    public async Task WhenSettledAsync()
    {
        var waiter = new SettledWaiter();
        await InvokeAsync(() =>
        {
            _settledWaiters.Add(waiter);
            return true;
        }).ConfigureAwait(false);
        await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>Begins after a recovery. Within calls only.</summary>
    public void Start(SequencerStart start)
    {
        Epoch = start.Epoch;
        FirstEpoch = _wasOpen ? FirstEpoch : start.Epoch;
        CommittedThrough = start.CommittedThrough;
        _inFlight.Clear();
        _overlay.Clear();
        _isOpen = false;
        _history = start.History;
        _replicas.Reset(start.Links, CommittedThrough, start.Undecided);
        if (start.HasQuorum)
        {
            HasBegun = true;
            var opening = new InFlightGroup(_history.End.Sequence + 1);
            opening.MakeOpening();
            Append(opening, default);
        }
    }

    /// <summary>Takes no transaction until <see cref="Resume"/>, so that what is in flight comes to its end. Within calls only.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>Takes transactions again. Within calls only.</summary>
    public void Resume() => _isPaused = false;

    /// <summary>Takes a replica into sync that holds the history but for the newest records, and all of it through <see cref="OpenThrough"/> or more. Within calls only.</summary>
    public void Join(ReplicaLink link, MetadataRecord[] missing)
    {
        _replicas.Add(link);
        link.JoinedAt = Interlocked.Increment(ref _joins);
        _inFlight.OnJoined(link);
        foreach (MetadataRecord record in missing)
        {
            _appends.Begin(link, record);
        }

        LogJoined(link.Slot, _history.End.Sequence);
    }

    /// <summary>Puts a replica out of sync: it takes no later record and serves no read. Within calls only.</summary>
    public void Drop(ReplicaLink link, string reason)
    {
        if (!link.InSync)
        {
            return;
        }

        _replicas.Remove(link, CommittedThrough);
        LogDropped(link.Slot, reason, _replicas.Count, _replicas.WriteQuorum);
        _inFlight.OnDropped(link);
        if (!_replicas.IsQuorum)
        {
            _inFlight.AnswerIndeterminate();
            HasBegun &= _inFlight.Count == 0;
            _canWrite &= HasBegun;
        }
    }

    /// <summary>Refuses transactions from now on. Within calls only.</summary>
    public void Close() => (_closing, _canWrite) = (true, false);

    /// <summary>Lets go of all replicas. Within calls only.</summary>
    public void Retire()
    {
        _replicas.Reset([], CommittedThrough, UndecidedKeys.None);
        _inFlight.AnswerIndeterminate();
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (Step())
            {
            }

            CompleteSettled();
            Interlocked.Exchange(ref _busy, 0);
        }
        while (HasWork() && Interlocked.CompareExchange(ref _busy, 1, 0) == 0);
    }

    private void Signal()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
        {
            _scheduler.Queue(this);
        }
    }

    private bool HasWork()
        => !_appends.IsEmpty || !_calls.IsEmpty || (!_pending.IsEmpty && (!IsBusy || !CanTake()));

    /// <summary>Whether transactions have to wait.</summary>
    private bool IsBusy => _isPaused || _inFlight.Count >= MaxGroupsInFlight;

    private bool Step()
    {
        bool any = false;
        while (_appends.TryTake(out ReplicaLink? link, out bool durable))
        {
            any = true;
            if (!durable)
            {
                CommitDurable();
                Drop(link, "its log failed");
            }
        }

        CommitDurable();
        while (_calls.TryDequeue(out SequencerCall? call))
        {
            any = true;
            call.Run();
        }

        return TakeGroup() || any;
    }

    private bool TakeGroup()
    {
        if (_held is null && _pending.IsEmpty)
        {
            return false;
        }

        DropOffline();
        if (!CanTake())
        {
            RefusePending();
            return true;
        }

        return !IsBusy && AppendGroup();
    }

    private bool AppendGroup()
    {
        var group = new InFlightGroup(_history.End.Sequence + 1);
        var writer = new MetadataBatchWriter(group.FirstSequence, capacity: 1024);
        ReplicaLink reader = View.Reader!;
        try
        {
            FillGroup(group, reader.Replica, ref writer);
        }
        catch (DriveUnavailableException)
        {
            // The transaction that met the failure is held, and tried again on the next reader.
        }

        if (group.Commits.Count > 0)
        {
            Append(group, writer.Finish());
        }

        if (_held is not null)
        {
            Drop(reader, "it could not be read");
        }

        return true;
    }

    private void FillGroup(InFlightGroup group, IMetadataReplica state, ref MetadataBatchWriter writer)
    {
        while (group.Commits.Count < MaxGroupTransactions && writer.Length < MaxGroupBytes)
        {
            PendingCommit? commit = _held;
            if (commit is null && !_pending.TryDequeue(out commit))
            {
                return;
            }

            _held = commit;
            _resolver.Resolve(commit, group, Epoch, state, _replicas, ref writer);
            _held = null;
        }
    }

    private void Append(InFlightGroup group, ReadOnlyMemory<byte> body)
    {
        var record = new MetadataRecord(Epoch, group.FirstSequence, group.LastSequence, CommittedThrough, body);
        _history.Add(record);
        _inFlight.Add(group, record);
        group.Live = _replicas.Bits;
        foreach (ReplicaLink link in _replicas.Links)
        {
            _appends.Begin(link, record);
        }

        foreach (ReplicaLink link in _replicas.Links)
        {
            if (link.OutstandingRecords > MaxLagRecords || link.OutstandingBytes > MaxLagBytes)
            {
                Drop(link, "it lags too far behind");
                _onLagging(link);
            }
        }
    }

    private void CommitDurable()
    {
        while (_inFlight.TryPeek(out InFlightGroup? group, out MetadataRecord record) && IsCommitted(group))
        {
            _inFlight.RemoveFirst();
            CommittedThrough = group.LastSequence;
            if (_isOpen)
            {
                _replicas.Show(CommittedThrough, View.Undecided);
            }
            else
            {
                // The opening is committed: so is everything before it, and nothing is undecided any more.
                _replicas.Show(CommittedThrough, UndecidedKeys.None);
                _isOpen = _wasOpen = true;
                _canWrite = !_closing;
                LogOpened(Epoch, CommittedThrough, _replicas.Count);
            }

            AcknowledgedThrough = Math.Max(AcknowledgedThrough ?? 0, CommittedThrough);
            _overlay.Remove(record);
            group.AnswerCommitted(Epoch);
        }

        ApplyEverywhere();
        _history.Trim(CommittedThrough);
    }

    private bool IsCommitted(InFlightGroup group)
        => _replicas.IsDurable(group.LastSequence, out uint holders) && group.AreRidesMet(holders);

    private void ApplyEverywhere()
    {
        foreach (ReplicaLink link in _replicas.Links)
        {
            if (!link.Apply(CommittedThrough))
            {
                Drop(link, "its index failed");
            }
        }

        _replicas.EnsureReader(CommittedThrough);
    }

    private void DropOffline()
    {
        foreach (ReplicaLink link in _replicas.Links)
        {
            if (!link.Replica.IsOnline)
            {
                Drop(link, "its drive is offline");
            }
        }
    }

    private bool CanTake() => _canWrite && _replicas.IsQuorum && View.Reader is not null;

    private void RefusePending()
    {
        _held?.Answer(CommitStatus.Unavailable);
        _held = null;
        while (_pending.TryDequeue(out PendingCommit? commit))
        {
            commit.Answer(CommitStatus.Unavailable);
        }
    }

    private void CompleteSettled()
    {
        if (_settledWaiters.Count == 0 || (_inFlight.Count > 0 && _replicas.IsQuorum))
        {
            return;
        }

        foreach (SettledWaiter waiter in _settledWaiters)
        {
            _scheduler.Queue(waiter);
        }

        _settledWaiters.Clear();
    }
}
