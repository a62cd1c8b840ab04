using ObjectStore.Metadata;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Memory;

/// <summary>The metadata on a drive in memory.</summary>
internal sealed class MemoryReplica : IMetadataReplica
{
    private readonly Lock _gate = new();
    private readonly MemoryDrive _drive;
    private readonly MemoryDriveMedium _medium;
    private readonly List<MetadataRecord> _tail = [];
    private MetadataState _state;
    private ReplicaPosition _applied;

    /// <summary>Replays what the medium holds.</summary>
    public MemoryReplica(MemoryDrive drive)
    {
        _drive = drive;
        _medium = drive.Medium;
        _state = _medium.State;
        _applied = _medium.Applied;
        foreach (MetadataRecord record in _medium.IsComplete ? _medium.Records : [])
        {
            if (record.LastSequence > _applied.Sequence)
            {
                Add(record);
                ApplyTail(record.CommittedThrough);
            }
        }
    }

    public bool HasRoom => !_drive.IsFull;

    public bool IsOnline => _drive.IsOnline;

    public ReplicaPosition Applied => Locked(static replica => replica._applied);

    public ReplicaPosition Logged => Locked(static replica => replica._tail.Count > 0 ? replica._tail[^1].Position : replica._applied);

    public bool IsComplete => Locked(static replica => replica._medium.IsComplete);

    public IReadOnlyList<MetadataRecord> Tail => Locked(static replica => replica._tail.ToArray());

    public ValueTask<bool> AppendAsync(MetadataRecord record)
    {
        if (!IsOnline)
        {
            return ValueTask.FromResult(false);
        }

        if (!IsComplete)
        {
            throw new InvalidOperationException("An incomplete replica takes no records: a state has to be installed first.");
        }

        // The caller's buffer is its own again once this returns.
        MetadataRecord own = record with { Body = record.Body.ToArray() };
        lock (_gate)
        {
            Add(own);
            return new ValueTask<bool>(_drive.WriteAsync(() => _medium.Records.Add(own)));
        }
    }

    public bool Apply(ulong throughSequence)
    {
        lock (_gate)
        {
            if (IsOnline)
            {
                ApplyTail(throughSequence);
            }

            return IsOnline;
        }
    }

    public MetadataValue? Get(ReadOnlySpan<byte> key) => Online().Get(key.ToArray());

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse) => Online().Scan(from, to, reverse);

    public async ValueTask<bool> InstallAsync(ReplicaPosition position, IMetadataCursor state, CancellationToken cancellationToken)
    {
        if (!await _drive.WriteAsync(() => Replace(MetadataState.Empty, default, isComplete: false)).ConfigureAwait(false))
        {
            return false;
        }

        MetadataState.Builder builder = MetadataState.Empty.ToBuilder();
        while (await state.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            builder.Put(state.Key.ToArray(), new MetadataValue(state.Value.ToArray(), state.Stamp));
        }

        return await _drive.WriteAsync(() => Replace(builder.ToState(), position, isComplete: true)).ConfigureAwait(false);
    }

    /// <summary>Makes the state durable, as a clean close does.</summary>
    public void Save()
    {
        lock (_gate)
        {
            _medium.State = _state;
            _medium.Applied = _applied;
            _medium.Records.Clear();
            _medium.Records.AddRange(_tail);
        }
    }

    private void Replace(MetadataState state, ReplicaPosition position, bool isComplete)
    {
        lock (_gate)
        {
            _tail.Clear();
            _state = state;
            _applied = position;
            _medium.IsComplete = isComplete;
            Save();
        }
    }

    private void Add(MetadataRecord record)
    {
        _tail.RemoveAll(old => old.Epoch < record.Epoch && old.LastSequence >= record.FirstSequence);
        if (record.LastSequence > (_tail.Count > 0 ? _tail[^1].LastSequence : _applied.Sequence))
        {
            _tail.Add(record);
        }
    }

    private void ApplyTail(ulong throughSequence)
    {
        MetadataState.Builder builder = _state.ToBuilder();
        while (_tail.Count > 0 && _tail[0] is MetadataRecord record && record.LastSequence <= throughSequence)
        {
            ApplyChanges(record, builder);
            _applied = record.Position;
            _tail.RemoveAt(0);
        }

        _state = builder.ToState();
    }

    private static void ApplyChanges(MetadataRecord record, MetadataState.Builder builder)
    {
        var changes = new MetadataBatchReader(record);
        while (changes.MoveNext())
        {
            if (changes.IsDelete)
            {
                builder.Delete(changes.Key.ToArray());
            }
            else
            {
                builder.Put(changes.Key.ToArray(), new MetadataValue(changes.Value.ToArray(), new CommitStamp(record.Epoch, changes.Sequence)));
            }
        }
    }

    private MetadataState Online() => IsOnline ? Locked(static replica => replica._state) : throw new DriveUnavailableException(_drive.FailureReason ?? string.Empty);

    private TResult Locked<TResult>(Func<MemoryReplica, TResult> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
