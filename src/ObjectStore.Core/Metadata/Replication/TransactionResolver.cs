using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// Decides transactions against what they will find: the changes in flight before them, else the committed state. Turns counters and stamped keys into absolute puts.
/// Used by the sequencer only.
/// </summary>
internal sealed class TransactionResolver(InFlightOverlay overlay, int writeQuorum)
{
    private readonly List<long> _sums = [];

    /// <summary>
    /// Adds a transaction to a group if its conditions hold and its rides are safe; else answers it, or leaves the answer to the group in flight that breaks a condition.
    /// </summary>
    /// <exception cref="DriveUnavailableException">The state could not be read; nothing was done.</exception>
    public void Resolve(PendingCommit commit, InFlightGroup group, uint epoch, IMetadataReplica state, InSyncReplicas replicas, ref MetadataBatchWriter writer)
    {
        MetadataTransaction transaction = commit.Transaction;
        commit.Strangers = replicas.JoinedAfter(commit.Joins);
        if (!AreRidesSafe(commit, replicas.Bits))
        {
            commit.Answer(CommitStatus.FlushFirst);
            return;
        }

        if (!Holds(transaction, state, out InFlightGroup? breaker))
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
            ReadCounters(transaction, state);
        }
        catch (InvalidOperationException exception)
        {
            commit.Fail(exception);
            return;
        }

        Write(transaction, new CommitStamp(epoch, group.LastSequence + 1), group, ref writer);
        group.Add(commit);
    }

    private bool AreRidesSafe(PendingCommit commit, uint inSync)
    {
        IReadOnlyList<ShardRide> rides = commit.Transaction.Rides;
        for (int i = 0; i < rides.Count; i++)
        {
            if (!ShardRideRule.IsSafe(rides[i] with { StagedReplicas = rides[i].StagedReplicas & ~commit.Strangers }, inSync, writeQuorum))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether all conditions hold. If not, <paramref name="breaker"/> is the group in flight whose commit makes it so; null if the committed state does.
    /// </summary>
    /// <exception cref="DriveUnavailableException">The state could not be read.</exception>
    private bool Holds(MetadataTransaction transaction, IMetadataReplica state, out InFlightGroup? breaker)
    {
        breaker = null;
        IReadOnlyList<MetadataCondition> conditions = transaction.Conditions;
        for (int i = 0; i < conditions.Count; i++)
        {
            if (overlay.TryGet(conditions[i].Key, out InFlightOverlay.Entry entry))
            {
                if (entry.Value?.Stamp != conditions[i].Stamp)
                {
                    breaker ??= entry.Group;
                }
            }
            else if (state.Get(conditions[i].Key.Span)?.Stamp != conditions[i].Stamp)
            {
                breaker = null;
                return false;
            }
        }

        return breaker is null;
    }

    /// <summary>Reads the counters that a transaction adds to. Nothing is written yet, so that a failure leaves no trace.</summary>
    /// <exception cref="DriveUnavailableException">The state could not be read.</exception>
    /// <exception cref="InvalidOperationException">A value is no counter.</exception>
    private void ReadCounters(MetadataTransaction transaction, IMetadataReplica state)
    {
        _sums.Clear();
        IReadOnlyList<MetadataChange> changes = transaction.Changes;
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Kind == MetadataChangeKind.Add)
            {
                MetadataValue? value = overlay.TryGet(changes[i].Key, out InFlightOverlay.Entry entry) ? entry.Value : state.Get(changes[i].Key.Span);
                _sums.Add(MetadataCounter.Read(value) + changes[i].Delta);
            }
        }
    }

    /// <summary>Writes a transaction's changes, after <see cref="ReadCounters"/>, and notes them as in flight.</summary>
    private void Write(MetadataTransaction transaction, CommitStamp stamp, InFlightGroup group, ref MetadataBatchWriter writer)
    {
        Span<long> sums = CollectionsMarshal.AsSpan(_sums);
        Span<byte> sum = stackalloc byte[MetadataCounter.Size];
        IReadOnlyList<MetadataChange> changes = transaction.Changes;
        for (int i = 0; i < changes.Count; i++)
        {
            MetadataChange change = changes[i];
            switch (change.Kind)
            {
                case MetadataChangeKind.Put:
                    Put(change.Key.Span, change.Value.Span, stamp, group, ref writer);
                    break;
                case MetadataChangeKind.PutStamped:
                    Put(StampedKey.Build(change, stamp), change.Value.Span, stamp, group, ref writer);
                    break;
                case MetadataChangeKind.Add:
                    BinaryPrimitives.WriteInt64LittleEndian(sum, sums[0]);
                    sums = sums[1..];
                    Put(change.Key.Span, sum, stamp, group, ref writer);
                    break;
                case MetadataChangeKind.Delete:
                    overlay.Set(writer.Delete(change.Key.Span, stamp.Sequence), null, stamp.Sequence, group);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(transaction), change.Kind, "Unknown change.");
            }
        }
    }

    private void Put(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, CommitStamp stamp, InFlightGroup group, ref MetadataBatchWriter writer)
    {
        (ReadOnlyMemory<byte> writtenKey, ReadOnlyMemory<byte> writtenValue) = writer.Put(key, stamp.Sequence, value);
        overlay.Set(writtenKey, new MetadataValue(writtenValue, stamp), stamp.Sequence, group);
    }
}
