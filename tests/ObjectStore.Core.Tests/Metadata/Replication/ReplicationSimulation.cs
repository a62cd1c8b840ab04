using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>
/// A seeded run of a replicated store over failing, lagging, returning and crashing replicas. Every transaction also puts a marker of its own, so that the state tells which
/// transactions it consists of. Whenever the store serves everything, its state must be exactly what these lead to in the order of their stamps, with every condition having held; it must
/// have all that was acknowledged or ever seen, and nothing that was refused or, after a restart, once missing.
/// </summary>
internal sealed class ReplicationSimulation
{
    private readonly Random _random;
    private readonly bool _crashesWhileOpening;
    private readonly FakeTimeProvider _time = new();
    private readonly RandomTransactions _transactions;
    private readonly MemoryReplicaDisk[] _disks;
    private readonly MemoryReplica?[] _replicas;
    private readonly List<Attempt> _attempts = [];
    private readonly List<(int Slot, MemoryReplica Replica, Task Task)> _attachments = [];
    private readonly List<string> _trace = [];
    private SimulatedScheduler _scheduler;
    private ReplicatedMetadataStore? _store;
    private MetadataModel _known = new();
    private uint _epoch;

    /// <param name="seed">Decides everything.</param>
    /// <param name="crashesWhileOpening">Most openings are cut short, one after the other, and little is written between them.</param>
    public ReplicationSimulation(int seed, bool crashesWhileOpening = false)
    {
        _random = new Random(seed);
        _crashesWhileOpening = crashesWhileOpening;
        _transactions = new RandomTransactions(_random);
        _disks = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => new MemoryReplicaDisk())];
        _replicas = new MemoryReplica?[_disks.Length];
        _scheduler = new SimulatedScheduler(_random);
    }

    /// <summary>How many full checks were made, and how many transactions were acknowledged.</summary>
    public (int Checks, int Acknowledged, int Installed) Statistics { get; private set; }

    private int WriteQuorum => (_disks.Length / 2) + 1;

    public async Task RunAsync()
    {
        try
        {
            int lives = _crashesWhileOpening ? _random.Next(8, 30) : 6;
            for (int life = 0; life < lives; life++)
            {
                await LiveAsync(life);
                Crash();
            }

            await FinishAsync();
        }
        catch (Exception exception) when (exception is not SimulationException)
        {
            throw new SimulationException($"{exception.Message}\n{_disks.Length} replicas:\n{string.Join('\n', _trace)}", exception);
        }
    }

    private async Task LiveAsync(int life)
    {
        bool all = life == 0 || _random.Next(3) == 0;
        if (!await OpenAsync(slot => all || _random.Next(3) != 0, mayCrash: life > 0))
        {
            return;
        }

        for (int step = _random.Next(_crashesWhileOpening ? 16 : 100); step > 0; step--)
        {
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        switch (_random.Next(20))
        {
            case < 7:
                Commit();
                break;
            case < 11:
                Pump(_random.Next(4));
                break;
            case < 16:
                CompleteSome();
                break;
            case 16:
                FailOne();
                break;
            case 17:
                AttachOne();
                break;
            case 18:
                Observe();
                break;
            default:
                if (_random.Next(3) == 0)
                {
                    await SettleAsync();
                    await CheckAsync();
                }

                break;
        }

        Collect();
    }

    /// <summary>In the end everything comes back: nothing may be missing.</summary>
    private async Task FinishAsync()
    {
        Assert.True(await OpenAsync(_ => true, mayCrash: false));
        await SettleAsync();
        Assert.True(_store!.Availability.CanWrite, _store.Availability.Reason);
        await CheckAsync();
        Commit(isPlain: true);
        await SettleAsync();
        Assert.Equal(CommitStatus.Committed, _attempts[^1].Result?.Status);
        await CheckAsync();
        await PumpUntilAsync(_store.DisposeAsync().AsTask());
    }

    private async Task<bool> OpenAsync(Func<int, bool> isThere, bool mayCrash)
    {
        _scheduler = new SimulatedScheduler(_random);
        for (int slot = 0; slot < _disks.Length; slot++)
        {
            _replicas[slot] = isThere(slot) ? new MemoryReplica(_disks[slot]) { IsManual = true } : null;
        }

        int usable = _replicas.Count(r => r is { IsComplete: true });
        Trace($"open with {string.Concat(_replicas.Select(r => r is null ? '-' : r.IsComplete ? 'c' : 'i'))}");
        Task<ReplicatedMetadataStore> opening = ReplicatedMetadataStore.OpenAsync(_replicas, StoreEnvironment.System with { Scheduler = _scheduler, Time = _time });
        int budget = mayCrash && _random.Next(6) < (_crashesWhileOpening ? 5 : 2) ? _random.Next(_crashesWhileOpening ? 16 : 40) : int.MaxValue;
        if (!await PumpUntilAsync(opening, budget))
        {
            Trace("crash while opening");
            return false;
        }

        if (usable < _disks.Length - WriteQuorum + 1)
        {
            Assert.Equal(StorageErrorCode.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => opening)).Code);
            return false;
        }

        _store = await opening;
        Trace($"opened epoch {_store.Epoch}, {_store.Availability}");
        NoteEpoch();
        await CheckAsync();
        return true;
    }

    private void NoteEpoch()
    {
        if (_store!.Availability.CanWrite && _store.Epoch != _epoch)
        {
            Assert.True(_store.Epoch > _epoch, "The epoch grows strictly.");
            _epoch = _store.Epoch;
        }
    }

    private void Commit(bool isPlain = false)
    {
        MetadataTransaction transaction = _transactions.Next(_known, conditions: !isPlain);
        byte[] marker = new byte[5];
        marker[0] = (byte)'t';
        BinaryPrimitives.WriteInt32BigEndian(marker.AsSpan(1), _attempts.Count);
        transaction.Put(marker, default);
        if (!isPlain && _random.Next(3) == 0)
        {
            Ride(transaction, _attempts.Count);
        }

        _attempts.Add(new Attempt(transaction, marker, _store!.CommitAsync(transaction)));
        Trace($"commit {_attempts.Count - 1}");
    }

    /// <summary>Stages shards on some drives, as a small object's writer does, needing about as many as a quorum makes.</summary>
    private void Ride(MetadataTransaction transaction, int shard)
    {
        uint staged = 0;
        for (int slot = 0; slot < _replicas.Length; slot++)
        {
            if (_replicas[slot] is { IsOnline: true } replica && _random.Next(6) != 0)
            {
                replica.Stage(shard);
                staged |= 1u << slot;
            }
        }

        transaction.Ride(new ShardRide(staged, 0, Math.Max(1, WriteQuorum - _random.Next(2)), 0));
    }

    private void Pump(int count)
    {
        while (count-- > 0 && _scheduler.RunOne())
        {
        }
    }

    private void CompleteSome()
    {
        if (_replicas[_random.Next(_replicas.Length)] is { } replica)
        {
            replica.Complete(_random.Next(1, 4));
            if (_random.Next(8) == 0)
            {
                replica.FlushIndex();
            }
        }
    }

    private void FailOne()
    {
        int slot = _random.Next(_replicas.Length);
        if (_replicas[slot] is not { } replica || _attachments.Any(a => a.Slot == slot))
        {
            return;
        }

        switch (_random.Next(4))
        {
            case 0:
                Trace($"reads of {slot} fail");
                replica.FailReads();
                break;
            case 1:
                Trace($"detach {slot}");
                _store!.Detach(slot);
                break;
            default:
                Trace($"fail {slot}");
                replica.Fail(_random.Next(3));
                _replicas[slot] = null;
                break;
        }
    }

    private void AttachOne()
    {
        int slot = _random.Next(_replicas.Length);
        if (_attachments.Any(a => a.Slot == slot))
        {
            return;
        }

        if (_replicas[slot] is { } former)
        {
            if (_random.Next(3) == 0 && former.IsOnline)
            {
                Attach(slot, former);
                return;
            }

            former.Fail(_random.Next(3));
        }

        if (MayReplace(slot) && _random.Next(3) == 0)
        {
            Trace($"replace {slot} by an empty drive");
            _disks[slot] = new MemoryReplicaDisk(isComplete: false);
        }

        _replicas[slot] = new MemoryReplica(_disks[slot]) { IsManual = true };
        Attach(slot, _replicas[slot]!);
    }

    private void Attach(int slot, MemoryReplica replica)
    {
        Trace($"attach {slot}: applied {replica.Applied}, logged {replica.Logged}");
        _attachments.Add((slot, replica, _store!.AttachAsync(slot, replica)));
    }

    /// <summary>A drive may be lost for good only while the others hold everything: so much the quorum promises, and no more.</summary>
    private bool MayReplace(int slot)
        => _store!.Availability.CanWrite && _attempts.All(a => a.IsDecided) && _attachments.Count == 0
            && _replicas.Index().All(r => r.Index == slot || r.Item is { IsOnline: true, IsComplete: true, PendingAppends: 0 });

    private void Observe()
    {
        if (_attempts.Count == 0)
        {
            return;
        }

        Attempt attempt = _attempts[_random.Next(_attempts.Count)];
        ValueTask<MetadataValue?> read;
        try
        {
            read = _store!.GetAsync(attempt.Marker);
        }
        catch (StorageException)
        {
            return;
        }

        if (read.IsCompletedSuccessfully)
        {
            Note(attempt, read.Result?.Stamp);
        }
    }

    private async Task CheckAsync()
    {
        Collect();
        NoteEpoch();
        try
        {
            var state = new MetadataModel();
            using IMetadataCursor cursor = _store!.Scan(default, default);
            while (await cursor.MoveNextAsync())
            {
                state.Entries[cursor.Key.ToArray()] = (cursor.Value.ToArray(), cursor.Stamp);
            }

            Check(state, isWhole: _store.Availability.CanWrite);
        }
        catch (StorageException exception)
        {
            Trace($"not readable: {exception.Message}");
        }
    }

    private void Check(MetadataModel state, bool isWhole)
    {
        foreach (Attempt attempt in _attempts)
        {
            Note(attempt, state.StampOf(attempt.Marker));
            if (isWhole && attempt.IsLost && attempt.Seen is null)
            {
                attempt.IsVoid = true;
            }
        }

        var expected = new MetadataModel();
        foreach (Attempt attempt in _attempts.Where(a => state.StampOf(a.Marker) is not null).OrderBy(a => a.Seen))
        {
            Require(expected.Holds(attempt.Transaction), attempt, "has conditions that did not hold where it stands");
            expected.Apply(attempt.Transaction, attempt.Seen!.Value);
        }

        Assert.Equal(expected.Scan([], [], reverse: false), state.Scan([], [], reverse: false));
        _known = state;
        Statistics = Statistics with { Checks = Statistics.Checks + 1 };
        Trace($"checked, {state.Entries.Count} entries");
    }

    private void Note(Attempt attempt, CommitStamp? stamp)
    {
        if (stamp is null)
        {
            Require(attempt.Seen is null, attempt, "vanished");
            Require(attempt.Result?.Status != CommitStatus.Committed, attempt, "was acknowledged and is missing");
            return;
        }

        Require(attempt.Seen is null || attempt.Seen == stamp, attempt, "has another stamp now");
        Require(!attempt.IsVoid, attempt, "came back");
        Require(attempt.Result is null or { Status: CommitStatus.Committed or CommitStatus.Indeterminate }, attempt, "is there though it was refused");
        Require(attempt.Result is not { Status: CommitStatus.Committed } || attempt.Result.Value.Stamp == stamp, attempt, "has another stamp than it was answered");
        attempt.Seen = stamp;
    }

    private void Require(bool condition, Attempt attempt, string what)
    {
        if (!condition)
        {
            Assert.Fail($"Transaction {_attempts.IndexOf(attempt)} ({attempt.Result}, seen {attempt.Seen}, void {attempt.IsVoid}) {what}.");
        }
    }

    /// <summary>Notes what was answered.</summary>
    private void Collect()
    {
        foreach (Attempt attempt in _attempts)
        {
            if (attempt.Pending is { IsCompleted: true } pending)
            {
                attempt.Result = pending.Result;
                attempt.Pending = null;
                Trace($"{_attempts.IndexOf(attempt)}: {attempt.Result}");
                if (attempt.Result.Value.Status == CommitStatus.Committed)
                {
                    Statistics = Statistics with { Acknowledged = Statistics.Acknowledged + 1 };
                    int shards = _disks.Count(d => d.Shards.Contains(_attempts.IndexOf(attempt)));
                    Require(attempt.Transaction.Rides.All(r => shards >= r.Needed), attempt, $"was acknowledged with {shards} shards");
                }
            }
        }

        for (int i = _attachments.Count - 1; i >= 0; i--)
        {
            if (_attachments[i].Task.IsCompleted)
            {
                Trace($"attached {_attachments[i].Slot}: {_attachments[i].Task.Exception?.InnerException?.Message ?? "done"}");
                if (_attachments[i].Task.IsFaulted)
                {
                    Assert.IsType<StorageException>(_attachments[i].Task.Exception!.InnerException);
                }

                _attachments.RemoveAt(i);
            }
        }
    }

    /// <summary>Lets everything that can go on go on.</summary>
    private async Task SettleAsync()
    {
        for (int idle = 0; idle < 3; idle++)
        {
            while (_scheduler.RunOne() || CompleteAll())
            {
                idle = 0;
            }

            await Task.Yield();
        }

        Collect();
    }

    private bool CompleteAll()
    {
        bool any = false;
        foreach (MemoryReplica? replica in _replicas)
        {
            if (replica is { IsOnline: true, PendingAppends: > 0 })
            {
                replica.Complete(1);
                any = true;
            }
        }

        return any;
    }

    private async Task<bool> PumpUntilAsync(Task task, int budget = int.MaxValue)
    {
        while (!task.IsCompleted)
        {
            if (budget-- <= 0)
            {
                return false;
            }

            if (!(_random.Next(2) == 0 ? _scheduler.RunOne() || CompleteOne() : CompleteOne() || _scheduler.RunOne()))
            {
                await Task.Yield();
            }
        }

        return true;
    }

    private bool CompleteOne()
    {
        MemoryReplica[] waiting = [.. _replicas.OfType<MemoryReplica>().Where(r => r is { IsOnline: true, PendingAppends: > 0 })];
        if (waiting.Length == 0)
        {
            return false;
        }

        waiting[_random.Next(waiting.Length)].Complete(1);
        return true;
    }

    private void Crash()
    {
        Collect();
        Trace("crash");
        foreach (MemoryReplica? replica in _replicas)
        {
            if (replica is not null && replica.IsOnline && _random.Next(3) == 0)
            {
                replica.FlushIndex();
            }

            replica?.Crash(_random.Next(4));
        }

        foreach (Attempt attempt in _attempts)
        {
            attempt.Pending = null;
            attempt.IsLost = attempt.Result is null or { Status: CommitStatus.Indeterminate };
        }

        _attachments.Clear();
        _store = null;
    }

    private void Trace(string line) => _trace.Add(line);

    private sealed class Attempt(MetadataTransaction transaction, byte[] marker, ValueTask<CommitResult> pending)
    {
        public MetadataTransaction Transaction { get; } = transaction;

        public byte[] Marker { get; } = marker;

        public ValueTask<CommitResult>? Pending { get; set; } = pending;

        public CommitResult? Result { get; set; }

        /// <summary>The stamp it was seen with.</summary>
        public CommitStamp? Seen { get; set; }

        /// <summary>The process died before its outcome was known.</summary>
        public bool IsLost { get; set; }

        /// <summary>It was missing after a restart.</summary>
        public bool IsVoid { get; set; }

        public bool IsDecided => Pending is null && Result is not { Status: CommitStatus.Indeterminate };
    }
}
