using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ObjectStore.Scheduling;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// The one writer. Transactions, ends of appends and calls arrive in queues; a single work item, started by whoever finds it idle, takes them in turn, so that all state here
/// is of one thread at a time. It decides transactions, groups them into records, appends these to all replicas in sync, and commits what a write quorum holds durably.
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
    private readonly int _writeQuorum;
    private readonly ConcurrentQueue<PendingCommit> _pending = new();
    private readonly ConcurrentQueue<(ReplicaLink Link, MetadataRecord Record, bool Durable)> _appended = new();
    private readonly ConcurrentQueue<SequencerCall> _calls = new();
    private readonly Queue<(InFlightGroup Group, MetadataRecord Record)> _inFlight = new();
    private readonly InFlightOverlay _overlay = new();
    private readonly TransactionResolver _resolver;
    private readonly List<SettledWaiter> _settledWaiters = [];
    private RecordHistory _history = new(default);
    private PendingCommit? _held;
    private bool _isOpen;
    private bool _closing;
    private int _busy;
    private volatile bool _canWrite;
    private volatile ReplicaLink[] _inSync = [];
    private volatile ReadView _view = new(null, UndecidedKeys.None);

    public MetadataSequencer(int writeQuorum, IWorkScheduler scheduler, ILogger logger)
    {
        _writeQuorum = writeQuorum;
        _scheduler = scheduler;
        _logger = logger;
        _resolver = new TransactionResolver(_overlay);
    }

    /// <summary>Who serves reads. Any thread.</summary>
    public ReadView View => _view;

    /// <summary>The replicas in sync. Any thread.</summary>
    public IReadOnlyList<ReplicaLink> InSync => _inSync;

    /// <summary>The epoch has begun and the store is not closing. Any thread.</summary>
    public bool AcceptsCommits => _canWrite;

    /// <summary>The writer's epoch. Any thread.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The epoch's opening was appended somewhere: the history is settled, and replicas join by being caught up. Within calls only.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What is committed. Within calls only.</summary>
    public ulong CommittedThrough { get; private set; }

    /// <summary>The newest records. Within calls only.</summary>
    public RecordHistory History => _history;

    /// <summary>Takes a transaction. Any thread.</summary>
    public ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction)
    {
        var commit = new PendingCommit(transaction);
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
        CommittedThrough = start.CommittedThrough;
        _history = start.History;
        foreach (ReplicaLink link in _inSync)
        {
            link.InSync = false;
        }

        foreach (ReplicaLink link in start.Links)
        {
            link.InSync = true;
        }

        _inSync = [.. start.Links];
        ElectReader(start.Undecided);
        if (start.HasQuorum)
        {
            HasBegun = true;
            var opening = new InFlightGroup(_history.End.Sequence + 1);
            opening.MakeOpening();
            Append(opening, default);
        }
    }

    /// <summary>Takes a replica into sync that holds the history but for the newest records. Within calls only.</summary>
    public void Join(ReplicaLink link, MetadataRecord[] missing)
    {
        link.InSync = true;
        _inSync = [.. _inSync, link];
        foreach (MetadataRecord record in missing)
        {
            Append(link, record);
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

        link.InSync = false;
        _inSync = [.. _inSync.Where(other => other != link)];
        LogDropped(link.Slot, reason, _inSync.Length, _writeQuorum);
        foreach ((InFlightGroup group, _) in _inFlight)
        {
            group.Live &= ~link.Bit;
        }

        if (_view.Reader == link)
        {
            ElectReader(_view.Undecided);
        }

        if (_inSync.Length < _writeQuorum)
        {
            AnswerUndecidable();
        }
    }

    /// <summary>Refuses transactions from now on. Within calls only.</summary>
    public void Close()
    {
        _closing = true;
        _canWrite = false;
    }

    /// <summary>Lets go of all replicas. Within calls only.</summary>
    public void Retire()
    {
        foreach (ReplicaLink link in _inSync)
        {
            link.InSync = false;
        }

        _inSync = [];
        _view = new ReadView(null, UndecidedKeys.None);
        AnswerUndecidable();
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
        => !_appended.IsEmpty || !_calls.IsEmpty || (!_pending.IsEmpty && (_inFlight.Count < MaxGroupsInFlight || !CanTake()));

    private bool Step()
    {
        bool any = false;
        while (_appended.TryDequeue(out (ReplicaLink Link, MetadataRecord Record, bool Durable) end))
        {
            any = true;
            end.Link.OnAppended(end.Record, end.Durable);
            if (!end.Durable)
            {
                CommitDurable();
                Drop(end.Link, "its log failed");
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

        if (_inFlight.Count >= MaxGroupsInFlight)
        {
            return false;
        }

        var group = new InFlightGroup(_history.End.Sequence + 1);
        var writer = new MetadataBatchWriter(group.FirstSequence, capacity: 1024);
        ReplicaLink reader = _view.Reader!;
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
        uint inSync = InSyncBits();
        while (group.Commits.Count < MaxGroupTransactions && writer.Length < MaxGroupBytes)
        {
            PendingCommit? commit = _held;
            if (commit is null && !_pending.TryDequeue(out commit))
            {
                return;
            }

            _held = commit;
            Decide(commit, group, state, inSync, ref writer);
            _held = null;
        }
    }

    private void Decide(PendingCommit commit, InFlightGroup group, IMetadataReplica state, uint inSync, ref MetadataBatchWriter writer)
    {
        MetadataTransaction transaction = commit.Transaction;
        IReadOnlyList<ShardRide> rides = transaction.Rides;
        for (int i = 0; i < rides.Count; i++)
        {
            if (!ShardRideRule.IsSafe(rides[i], inSync, _writeQuorum))
            {
                commit.Answer(CommitStatus.FlushFirst);
                return;
            }
        }

        if (!_resolver.Holds(transaction, state, out InFlightGroup? breaker))
        {
            if (breaker is null)
            {
                commit.Answer(CommitStatus.Conflict);
            }
            else
            {
                breaker.AddConflicting(commit);
            }

            return;
        }

        try
        {
            _resolver.ReadCounters(transaction, state);
        }
        catch (InvalidOperationException exception)
        {
            commit.Fail(exception);
            return;
        }

        _resolver.Write(transaction, new CommitStamp(Epoch, group.LastSequence + 1), group, ref writer);
        group.Add(commit);
    }

    private void Append(InFlightGroup group, ReadOnlyMemory<byte> body)
    {
        var record = new MetadataRecord(Epoch, group.FirstSequence, group.LastSequence, CommittedThrough, body);
        _history.Add(record);
        _inFlight.Enqueue((group, record));
        group.Live = InSyncBits();
        foreach (ReplicaLink link in _inSync)
        {
            Append(link, record);
        }

        foreach (ReplicaLink link in _inSync)
        {
            if (link.OutstandingRecords > MaxLagRecords || link.OutstandingBytes > MaxLagBytes)
            {
                Drop(link, "it lags too far behind");
            }
        }
    }

    private void Append(ReplicaLink link, MetadataRecord record)
    {
        ValueTask<bool> append = link.AppendAsync(record);
        if (append.IsCompletedSuccessfully)
        {
            _appended.Enqueue((link, record, append.Result));
            return;
        }

        _ = AwaitAppendAsync(link, record, append);
    }

    private async Task AwaitAppendAsync(ReplicaLink link, MetadataRecord record, ValueTask<bool> append)
    {
        bool durable = false;
        try
        {
            durable = await append.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it was, it is not known to be durable, so the replica must not be used.
            LogAppendThrew(exception, link.Slot);
        }

        _appended.Enqueue((link, record, durable));
        Signal();
    }

    private void CommitDurable()
    {
        while (_inFlight.TryPeek(out (InFlightGroup Group, MetadataRecord Record) first) && IsCommitted(first.Group))
        {
            _inFlight.Dequeue();
            CommittedThrough = first.Group.LastSequence;
            if (_isOpen)
            {
                Show(_view.Undecided);
            }
            else
            {
                // The opening is committed: so is everything before it, and nothing is undecided any more.
                Show(UndecidedKeys.None);
                _isOpen = true;
                _canWrite = !_closing;
                LogOpened(Epoch, CommittedThrough, _inSync.Length);
            }

            _overlay.Remove(first.Record);
            first.Group.AnswerCommitted(Epoch);
        }

        ApplyEverywhere();
        _history.Trim(CommittedThrough);
    }

    private bool IsCommitted(InFlightGroup group)
    {
        uint durable = 0;
        int count = 0;
        foreach (ReplicaLink link in _inSync)
        {
            if (link.Durable >= group.LastSequence)
            {
                durable |= link.Bit;
                count++;
            }
        }

        return count >= _writeQuorum && group.AreRidesMet(durable);
    }

    /// <summary>Makes everything committed visible to reads: the reader applies it, or another replica that can becomes the reader.</summary>
    private void Show(UndecidedKeys undecided)
    {
        if (_view.Reader is { } reader && reader.Durable >= CommittedThrough && reader.Apply(CommittedThrough))
        {
            if (_view.Undecided != undecided)
            {
                _view = new ReadView(reader, undecided);
            }

            return;
        }

        ElectReader(undecided);
    }

    /// <summary>Makes a replica the reader that holds everything committed durably; none if none does.</summary>
    private void ElectReader(UndecidedKeys undecided)
    {
        ReplicaLink? elected = null;
        foreach (ReplicaLink link in _inSync)
        {
            if (link.Durable >= CommittedThrough && link.Replica.IsOnline && link.Apply(CommittedThrough))
            {
                elected = link;
                break;
            }
        }

        _view = new ReadView(elected, undecided);
    }

    private void ApplyEverywhere()
    {
        foreach (ReplicaLink link in _inSync)
        {
            if (!link.Apply(CommittedThrough))
            {
                Drop(link, "its index failed");
            }
        }

        if (_view.Reader is null && _inSync.Length > 0)
        {
            ElectReader(_view.Undecided);
        }
    }

    private void DropOffline()
    {
        foreach (ReplicaLink link in _inSync)
        {
            if (!link.Replica.IsOnline)
            {
                Drop(link, "its drive is offline");
            }
        }
    }

    private bool CanTake() => _canWrite && _inSync.Length >= _writeQuorum && _view.Reader is not null;

    private void RefusePending()
    {
        _held?.Answer(CommitStatus.Unavailable);
        _held = null;
        while (_pending.TryDequeue(out PendingCommit? commit))
        {
            commit.Answer(CommitStatus.Unavailable);
        }
    }

    private void AnswerUndecidable()
    {
        foreach ((InFlightGroup group, _) in _inFlight)
        {
            group.AnswerIndeterminate();
        }
    }

    private void CompleteSettled()
    {
        if (_settledWaiters.Count == 0 || (_inFlight.Count > 0 && _inSync.Length >= _writeQuorum))
        {
            return;
        }

        foreach (SettledWaiter waiter in _settledWaiters)
        {
            _scheduler.Queue(waiter);
        }

        _settledWaiters.Clear();
    }

    private uint InSyncBits()
    {
        uint bits = 0;
        foreach (ReplicaLink link in _inSync)
        {
            bits |= link.Bit;
        }

        return bits;
    }
}
