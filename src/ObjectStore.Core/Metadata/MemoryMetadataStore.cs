using System.Buffers.Binary;

namespace ObjectStore.Metadata;

/// <summary>
/// The metadata in memory only, for tests and simulations: gone with the process. It has no replicas, so no shard can ride: a transaction whose
/// shards are not all durable elsewhere is answered with <see cref="CommitStatus.FlushFirst"/>.
/// </summary>
internal sealed class MemoryMetadataStore(uint epoch = 1) : IMetadataStore
{
    private readonly Lock _commit = new();
    private volatile MetadataState _state = MetadataState.Empty;
    private ulong _sequence;
    private volatile bool _disposed;

    public uint Epoch { get; } = epoch;

    public MetadataAvailability Availability
        => _disposed ? new MetadataAvailability(false, false, "The metadata store is closed.") : MetadataAvailability.Full;

    public ValueTask<MetadataValue?> GetAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ValueTask.FromResult(_state.Get(key));
    }

    public IMetadataCursor Scan(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to, bool reverse = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _state.Scan(from, to, reverse);
    }

    public bool HasRoom => true;

    public ValueTask<CommitResult> CommitAsync(MetadataTransaction transaction, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_commit)
        {
            return ValueTask.FromResult(Commit(transaction));
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_commit)
        {
            _disposed = true;
        }

        return ValueTask.CompletedTask;
    }

    private CommitResult Commit(MetadataTransaction transaction)
    {
        if (_disposed)
        {
            return new CommitResult(CommitStatus.Unavailable, default);
        }

        foreach (ShardRide ride in transaction.Rides)
        {
            if (ride.DurableElsewhere < ride.Needed)
            {
                return new CommitResult(CommitStatus.FlushFirst, default);
            }
        }

        foreach (MetadataCondition condition in transaction.Conditions)
        {
            if (_state.Get(condition.Key)?.Stamp != condition.Stamp)
            {
                return new CommitResult(CommitStatus.Conflict, default);
            }
        }

        var stamp = new CommitStamp(Epoch, _sequence + 1);
        MetadataState.Builder builder = _state.ToBuilder();
        foreach (MetadataChange change in transaction.Changes)
        {
            Apply(builder, change, stamp);
        }

        _sequence = stamp.Sequence;
        _state = builder.ToState();
        return new CommitResult(CommitStatus.Committed, stamp);
    }

    private static void Apply(MetadataState.Builder builder, MetadataChange change, CommitStamp stamp)
    {
        switch (change.Kind)
        {
            case MetadataChangeKind.Put:
                builder.Put(change.Key.ToArray(), new MetadataValue(change.Value.ToArray(), stamp));
                break;
            case MetadataChangeKind.PutStamped:
                builder.Put(StampedKey.Build(change, stamp), new MetadataValue(change.Value.ToArray(), stamp));
                break;
            case MetadataChangeKind.Delete:
                builder.Delete(change.Key);
                break;
            case MetadataChangeKind.Add:
                byte[] sum = new byte[MetadataCounter.Size];
                BinaryPrimitives.WriteInt64LittleEndian(sum, MetadataCounter.Read(builder.Get(change.Key)) + change.Delta);
                builder.Put(change.Key.ToArray(), new MetadataValue(sum, stamp));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Kind, "Unknown change.");
        }
    }
}
