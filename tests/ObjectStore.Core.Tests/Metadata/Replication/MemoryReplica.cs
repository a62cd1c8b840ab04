using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Core.Tests.Metadata.Replication;

/// <summary>
/// A replica in memory with crash semantics: an append is durable when it is completed, in order; a crash keeps what is durable and any first part of the rest. It refuses
/// whatever breaks the contract of <see cref="IMetadataReplica"/>.
/// </summary>
internal sealed class MemoryReplica : IMetadataReplica
{
    private readonly Lock _lock = new();
    private readonly List<MetadataRecord> _tail = [];
    private readonly Queue<(MetadataRecord Record, int Staged, TaskCompletionSource<bool> Completion)> _appends = new();
    private int _stagedDurable;
    private readonly List<int> _staged = [];
    private volatile MetadataState _state;
    private volatile bool _isOnline = true;
    private volatile bool _isReadable = true;
    private bool _isDead;

    public MemoryReplica(MemoryReplicaDisk? disk = null)
    {
        Disk = disk ?? new MemoryReplicaDisk();
        _state = Disk.Index;
        Applied = Durable = Disk.IndexPosition;
        foreach (MetadataRecord record in Disk.Log)
        {
            AddToTail(record);
        }

        Durable = Logged;
        Apply(_tail.Select(r => r.CommittedThrough).DefaultIfEmpty().Max());
    }

    public MemoryReplicaDisk Disk { get; }

    /// <summary>The shards that are durable, by name.</summary>
    public IReadOnlySet<int> Shards => Disk.Shards;

    /// <summary>Appends wait for <see cref="Complete"/>; else they are durable at once.</summary>
    public bool IsManual { get; init; }

    /// <summary>Appends complete on another thread.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>Awaited within an installation, after the state was dropped.</summary>
    public Func<Task> Installing { get; set; } = () => Task.CompletedTask;

    /// <summary>How often the state was replaced.</summary>
    public int Installations { get; private set; }

    public int PendingAppends
    {
        get
        {
            lock (_lock)
            {
                return _appends.Count;
            }
        }
    }

    public bool HasRoom => true;

    public bool IsOnline => _isOnline;

    public ReplicaPosition Applied { get; private set; }

    public ReplicaPosition Logged
    {
        get
        {
            lock (_lock)
            {
                return _tail.Count > 0 ? _tail[^1].Position : Applied;
            }
        }
    }

    public bool IsComplete => Disk.IsComplete;

    public IReadOnlyList<MetadataRecord> Tail
    {
        get
        {
            lock (_lock)
            {
                return [.. _tail];
            }
        }
    }

    private ReplicaPosition Durable { get; set; }

    public ValueTask<bool> AppendAsync(MetadataRecord record)
    {
        lock (_lock)
        {
            if (!_isOnline)
            {
                return ValueTask.FromResult(false);
            }

            AddToTail(record);
            if (!IsManual && !IsConcurrent)
            {
                MakeDurable(record, _staged.Count);
                return ValueTask.FromResult(true);
            }

            var completion = new TaskCompletionSource<bool>();
            _appends.Enqueue((record, _staged.Count, completion));
            if (IsConcurrent)
            {
                ThreadPool.QueueUserWorkItem(_ => Complete(int.MaxValue));
            }

            return new ValueTask<bool>(completion.Task);
        }
    }

    public bool Apply(ulong throughSequence)
    {
        lock (_lock)
        {
            if (!_isOnline)
            {
                return false;
            }

            MetadataState.Builder builder = _state.ToBuilder();
            while (_tail.Count > 0 && _tail[0].LastSequence <= throughSequence)
            {
                Require(_tail[0].Position.CompareTo(Durable) <= 0, "What is not durable must not be applied.");
                ApplyTo(builder, _tail[0]);
                Applied = _tail[0].Position;
                _tail.RemoveAt(0);
            }

            _state = builder.ToState();
            return true;
        }
    }

    public MetadataValue? Get(ReadOnlySpan<byte> key) => _isOnline && _isReadable ? _state.Get(key.ToArray()) : throw new DriveUnavailableException("The drive failed.");

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse)
        => _isOnline && _isReadable ? new Cursor(this, _state.Scan(from, to, reverse)) : throw new DriveUnavailableException("The drive failed.");

    public async ValueTask<bool> InstallAsync(ReplicaPosition position, IMetadataCursor state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_isOnline)
            {
                return false;
            }

            Require(_appends.Count == 0, "Nothing may be on its way.");
            Disk.IsComplete = false;
            Disk.Log.Clear();
            Disk.Index = MetadataState.Empty;
            Disk.IndexPosition = default;
            _tail.Clear();
            _state = MetadataState.Empty;
            Applied = Durable = default;
            Installations++;
        }

        await Installing();
        MetadataState.Builder builder = MetadataState.Empty.ToBuilder();
        while (await state.MoveNextAsync(cancellationToken))
        {
            builder.Put(state.Key.ToArray(), new MetadataValue(state.Value.ToArray(), state.Stamp));
        }

        lock (_lock)
        {
            if (!_isOnline || _isDead)
            {
                return false;
            }

            _state = Disk.Index = builder.ToState();
            Applied = Durable = Disk.IndexPosition = position;
            Disk.IsComplete = true;
            return true;
        }
    }

    /// <summary>Stages a shard: it is durable when the next record is.</summary>
    public void Stage(int shard)
    {
        lock (_lock)
        {
            _staged.Add(shard);
        }
    }

    /// <summary>Makes the oldest appends durable and completes them.</summary>
    public void Complete(int count)
    {
        for (int i = 0; i < count; i++)
        {
            TaskCompletionSource<bool> completion;
            lock (_lock)
            {
                if (!_isOnline || _isDead || !_appends.TryDequeue(out (MetadataRecord Record, int Staged, TaskCompletionSource<bool> Completion) append))
                {
                    return;
                }

                MakeDurable(append.Record, append.Staged);
                completion = append.Completion;
            }

            completion.SetResult(true);
        }
    }

    /// <summary>Flushes the index, and forgets what it makes superfluous of the log.</summary>
    public void FlushIndex()
    {
        lock (_lock)
        {
            Disk.Index = _state;
            Disk.IndexPosition = Applied;
            Disk.Log.Clear();
            Disk.Log.AddRange(_tail.Where(r => r.Position.CompareTo(Durable) <= 0));
        }
    }

    /// <summary>Reads fail from now on, though appends do not.</summary>
    public void FailReads() => _isReadable = false;

    /// <summary>The drive fails: what was on its way is refused, though the first of it may have become durable.</summary>
    public void Fail(int surviving = 0)
    {
        List<TaskCompletionSource<bool>> completions = [];
        lock (_lock)
        {
            _isOnline = false;
            while (_appends.TryDequeue(out (MetadataRecord Record, int Staged, TaskCompletionSource<bool> Completion) append))
            {
                if (surviving-- > 0)
                {
                    MakeDurable(append.Record, append.Staged);
                }

                completions.Add(append.Completion);
            }
        }

        completions.ForEach(c => c.SetResult(false));
    }

    /// <summary>The process dies: nothing on its way is ever answered.</summary>
    public MemoryReplicaDisk Crash(int surviving = 0)
    {
        lock (_lock)
        {
            _isOnline = false;
            _isDead = true;
            while (surviving-- > 0 && _appends.TryDequeue(out (MetadataRecord Record, int Staged, TaskCompletionSource<bool> Completion) append))
            {
                MakeDurable(append.Record, append.Staged);
            }

            return Disk;
        }
    }

    private void AddToTail(MetadataRecord record)
    {
        while (_tail.Count > 0 && _tail[^1].Epoch < record.Epoch && _tail[^1].LastSequence >= record.FirstSequence)
        {
            _tail.RemoveAt(_tail.Count - 1);
        }

        ReplicaPosition last = _tail.Count > 0 ? _tail[^1].Position : Applied;
        Require(record.FirstSequence == last.Sequence + 1, $"Record {record.Epoch}.{record.FirstSequence} does not follow {last.Epoch}.{last.Sequence}.");
        Require(record.Epoch >= last.Epoch, "Epochs do not go back.");
        Require(record.CommittedThrough < record.FirstSequence, "A record is not committed when it is written.");
        Require(Disk.IsComplete, "An incomplete replica takes no record.");
        _tail.Add(record);
    }

    private void MakeDurable(MetadataRecord record, int staged)
    {
        for (; _stagedDurable < staged; _stagedDurable++)
        {
            Disk.Shards.Add(_staged[_stagedDurable]);
        }

        Disk.Log.Add(record);
        Durable = record.Position;
    }

    private static void ApplyTo(MetadataState.Builder builder, MetadataRecord record)
    {
        var reader = new MetadataBatchReader(record);
        while (reader.MoveNext())
        {
            if (reader.IsDelete)
            {
                builder.Delete(reader.Key.ToArray());
            }
            else
            {
                builder.Put(reader.Key.ToArray(), new MetadataValue(reader.Value.ToArray(), new CommitStamp(record.Epoch, reader.Sequence)));
            }
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    private sealed class Cursor(MemoryReplica owner, IMetadataCursor inner) : IMetadataCursor
    {
        public ReadOnlySpan<byte> Key => inner.Key;

        public ReadOnlySpan<byte> Value => inner.Value;

        public CommitStamp Stamp => inner.Stamp;

        public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default) => Online().MoveNextAsync(cancellationToken);

        public ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default) => Online().SeekAsync(key, cancellationToken);

        public void Dispose() => inner.Dispose();

        private IMetadataCursor Online() => owner._isOnline && owner._isReadable ? inner : throw new DriveUnavailableException("The drive failed.");
    }
}
