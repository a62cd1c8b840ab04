using System.Globalization;

namespace ObjectStore.Metadata.Replication;

/// <summary>
/// Finds the history that holds every acknowledged transaction, and makes it durable on a write quorum. Why this is safe, and why in this order:
/// README.md in this folder.
/// </summary>
internal sealed class ReplicaRecovery
{
    private readonly IReadOnlyList<IMetadataReplica?> _replicas;
    private readonly ulong? _acknowledgedThrough;
    private readonly int _writeQuorum;
    private readonly List<Member> _members = [];
    private readonly List<ReplicaLink> _empty = [];

    private ReplicaRecovery(IReadOnlyList<IMetadataReplica?> replicas, ulong? acknowledgedThrough)
    {
        _replicas = replicas;
        _acknowledgedThrough = acknowledgedThrough;
        _writeQuorum = WriteQuorum(replicas.Count);
    }

    public static int WriteQuorum(int replicas) => (replicas / 2) + 1;

    public static int ReadQuorum(int replicas) => replicas - WriteQuorum(replicas) + 1;

    /// <summary>Recovers from the replicas that are online. Nothing is appended to them meanwhile by anyone else.</summary>
    /// <param name="replicas">All replicas; null for those that are not there.</param>
    /// <param name="acknowledgedThrough">Nothing after this sequence was ever acknowledged; null if that is not known.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StorageException">Too few replicas to know what was acknowledged.</exception>
    public static Task<SequencerStart> RunAsync(IReadOnlyList<IMetadataReplica?> replicas, ulong? acknowledgedThrough, CancellationToken cancellationToken)
        => new ReplicaRecovery(replicas, acknowledgedThrough).RunAsync(cancellationToken);

    private async Task<SequencerStart> RunAsync(CancellationToken cancellationToken)
    {
        await CompleteNewAsync(cancellationToken).ConfigureAwait(false);
        FindMembers();
        Member winner = _members.MaxBy(m => m.Snapshot.Logged)!;
        ulong committed = Math.Max(
            _members.Max(m => m.Snapshot.Applied.Sequence),
            winner.Snapshot.Tail.Select(r => r.CommittedThrough).DefaultIfEmpty().Max());
        uint epoch = checked(winner.Snapshot.Logged.Epoch + 1);
        RecordHistory history = Assemble(winner, Adopt(winner, committed));
        foreach (Member member in _members)
        {
            member.Plan = CatchUpPlan.Make(member.Snapshot, history, epoch);
            member.Link.Applied = member.Snapshot.Applied.Sequence;
            member.Link.Durable = member.Plan.MustInstall ? member.Link.Applied : member.Plan.Common;
        }

        // The winner first: the state of others may be installed from it.
        _members.RemoveAll(m => !m.Plan.MustInstall && !m.Link.Apply(committed));
        if (_members.Count + _empty.Count >= _writeQuorum && await ReplicateAsync(history, winner, cancellationToken).ConfigureAwait(false) >= _writeQuorum)
        {
            IReadOnlyList<ReplicaLink> holders = [.. _members.Select(m => m.Link).Concat(_empty).Where(l => l.Durable == history.End.Sequence && !l.HasFailed)];
            return Start(epoch, history, committed, holders, hasQuorum: true, winner);
        }

        IReadOnlyList<ReplicaLink> readers = [.. _members.Where(m => m.Link.Applied == committed && !m.Link.HasFailed).Select(m => m.Link)];
        return Start(epoch, history, committed, readers, hasQuorum: false, winner);
    }

    private SequencerStart Start(uint epoch, RecordHistory history, ulong committed, IReadOnlyList<ReplicaLink> links, bool hasQuorum, Member winner)
    {
        var undecided = UndecidedKeys.Of(winner.Snapshot.Tail.Where(r => r.LastSequence > committed));
        int[] behind = [.. Enumerable.Range(0, _replicas.Count).Where(slot => _replicas[slot] is { IsOnline: true } && links.All(l => l.Slot != slot))];
        return new SequencerStart(epoch, history, committed, links, hasQuorum, undecided, behind);
    }

    /// <summary>
    /// If all replicas are there, none has a history, and one is complete, there is none, and an empty state makes those complete that do not know it: drives that were formatted
    /// when an interrupted first opening was taken up again.
    /// </summary>
    private async Task CompleteNewAsync(CancellationToken cancellationToken)
    {
        // One that knows has to say so: damage to the beginning of a log looks the same.
        if (!_replicas.All(static r => r is { IsOnline: true } && r.Logged == default && r.Applied == default) || !_replicas.Any(static r => r!.IsComplete))
        {
            return;
        }

        foreach (IMetadataReplica replica in _replicas.OfType<IMetadataReplica>().Where(static r => !r.IsComplete))
        {
            using IMetadataCursor nothing = replica.Scan(default, default, reverse: false);
            await replica.InstallAsync(default, nothing, cancellationToken).ConfigureAwait(false);
        }
    }

    private void FindMembers()
    {
        for (int slot = 0; slot < _replicas.Count; slot++)
        {
            if (_replicas[slot] is not { IsOnline: true } replica)
            {
                continue;
            }

            var link = new ReplicaLink(slot, replica);
            if (replica.IsComplete)
            {
                _members.Add(new Member(link, ReplicaSnapshot.Of(replica)));
            }
            else
            {
                _empty.Add(link);
            }
        }

        int needed = ReadQuorum(_replicas.Count);
        if (_members.Count < needed)
        {
            string missing = string.Join(
                ", ",
                Enumerable.Range(0, _replicas.Count)
                    .Where(slot => _members.All(m => m.Link.Slot != slot))
                    .Select(slot => slot.ToString(CultureInfo.InvariantCulture)));
            throw new StorageException(
                StorageErrorCode.Unavailable,
                $"The metadata has {_members.Count} of {_replicas.Count} replicas and needs {needed} to be read; missing, failed or incomplete: the drives of slot {missing}.");
        }
    }

    /// <summary>
    /// The part of the winner's tail that is kept. Dropped from its end is what this process knows that it never acknowledged, and what too few replicas hold for it
    /// to have been acknowledged, whatever the missing ones hold, and even if one that is there has lost it: the shards that rode in front of it are on as few drives.
    /// Only records of the last epoch's transactions can be so; what an opening follows was made durable on a quorum before.
    /// </summary>
    private List<MetadataRecord> Adopt(Member winner, ulong committed)
    {
        List<MetadataRecord> tail = [.. winner.Snapshot.Tail];
        while (tail.Count > 0)
        {
            MetadataRecord last = tail[^1];
            uint epochBefore = tail.Count > 1 ? tail[^2].Epoch : winner.Snapshot.Applied.Epoch;
            if (last.LastSequence <= committed || last.Epoch != epochBefore || (MayBeAcknowledged(last) && MayBeDurable(last)))
            {
                break;
            }

            tail.RemoveAt(tail.Count - 1);
        }

        return tail;
    }

    private bool MayBeAcknowledged(MetadataRecord record) => _acknowledgedThrough is not { } through || record.LastSequence <= through;

    private bool MayBeDurable(MetadataRecord record)
    {
        int unknown = _replicas.Count - _members.Count;
        int holders = _members.Count(m => m.Snapshot.Holds(record.Position));
        return holders + unknown >= _writeQuorum || holders >= _writeQuorum - 1;
    }

    /// <summary>The adopted tail, and before it what other replicas still have of the same history, so that those behind can be caught up from it.</summary>
    private RecordHistory Assemble(Member winner, List<MetadataRecord> tail)
    {
        ReplicaPosition start = winner.Snapshot.Applied;
        while (_members.FirstOrDefault(m => m.Snapshot.Tail.Any(r => r.Position == start)) is { } longer)
        {
            tail.InsertRange(0, longer.Snapshot.Tail.TakeWhile(r => r.LastSequence <= start.Sequence));
            start = longer.Snapshot.Applied;
        }

        var history = new RecordHistory(start);
        foreach (MetadataRecord record in tail)
        {
            history.Add(record);
        }

        return history;
    }

    /// <summary>
    /// Brings replicas to the history; gives how many hold it all. States are replaced only as far as a write quorum needs it: the rest can be done
    /// while serving.
    /// </summary>
    private async Task<int> ReplicateAsync(RecordHistory history, Member winner, CancellationToken cancellationToken)
    {
        bool[] results = await Task.WhenAll(_members.Where(m => !m.Plan.MustInstall).Select(m => AppendMissingAsync(m.Link, history))).ConfigureAwait(false);
        int holders = results.Count(ok => ok);
        foreach (ReplicaLink link in _members.Where(m => m.Plan.MustInstall).Select(m => m.Link).Concat(_empty))
        {
            if (holders >= _writeQuorum || winner.Link.HasFailed)
            {
                break;
            }

            if (await InstallAsync(link, history, winner.Link, cancellationToken).ConfigureAwait(false))
            {
                holders++;
            }
        }

        return holders;
    }

    private static async Task<bool> InstallAsync(ReplicaLink link, RecordHistory history, ReplicaLink source, CancellationToken cancellationToken)
    {
        try
        {
            ReplicaPosition position = source.Replica.Applied;
            using IMetadataCursor state = source.Replica.Scan(default, default, reverse: false);
            if (!await link.Replica.InstallAsync(position, state, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            link.Applied = link.Durable = position.Sequence;
            return await AppendMissingAsync(link, history).ConfigureAwait(false);
        }
        catch (DriveUnavailableException)
        {
            return false;
        }
    }

    private static async Task<bool> AppendMissingAsync(ReplicaLink link, RecordHistory history)
    {
        var appends = new List<(MetadataRecord Record, Task<bool> Task)>();
        for (int i = history.IndexAfter(link.Durable); i < history.Count; i++)
        {
            appends.Add((history[i], link.AppendAsync(history[i]).AsTask()));
        }

        foreach ((MetadataRecord record, Task<bool> task) in appends)
        {
            link.OnAppended(record, await task.ConfigureAwait(false));
        }

        return !link.HasFailed;
    }

    private sealed class Member(ReplicaLink link, ReplicaSnapshot snapshot)
    {
        public ReplicaLink Link { get; } = link;

        public ReplicaSnapshot Snapshot { get; } = snapshot;

        public CatchUpPlan Plan { get; set; }
    }
}
