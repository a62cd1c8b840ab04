namespace ObjectStore.Metadata.Replication;

/// <summary>Transactions that share a record which is not committed yet. Used by the sequencer only.</summary>
internal sealed class InFlightGroup(ulong firstSequence)
{
    private List<PendingCommit>? _conflicting;

    /// <summary>The sequence of its first transaction.</summary>
    public ulong FirstSequence { get; } = firstSequence;

    /// <summary>The sequence of its last transaction, or one before the first if it has none yet.</summary>
    public ulong LastSequence { get; private set; } = firstSequence - 1;

    /// <summary>Its transactions in order; empty for an epoch's opening.</summary>
    public List<PendingCommit> Commits { get; } = [];

    /// <summary>Whether shards ride before its record.</summary>
    public bool HasRides { get; private set; }

    /// <summary>The replicas in sync that got the record behind the shards staged for it.</summary>
    public uint Live { get; set; }

    public void Add(PendingCommit commit)
    {
        Commits.Add(commit);
        HasRides |= commit.Transaction.Rides.Count > 0;
        LastSequence++;
    }

    /// <summary>Makes it the opening of an epoch: one sequence, no transaction.</summary>
    public void MakeOpening() => LastSequence = FirstSequence;

    /// <summary>Lets a transaction wait whose condition one of these breaks: it is a conflict only if they are committed.</summary>
    public void AddConflicting(PendingCommit commit) => (_conflicting ??= []).Add(commit);

    /// <summary>Answers all: the group is committed.</summary>
    public void AnswerCommitted(uint epoch)
    {
        for (int i = 0; i < Commits.Count; i++)
        {
            Commits[i].Answer(CommitStatus.Committed, new CommitStamp(epoch, FirstSequence + (ulong)i));
        }

        AnswerConflicting(CommitStatus.Conflict);
    }

    /// <summary>Answers all: it is not known whether the group will be committed.</summary>
    public void AnswerIndeterminate()
    {
        foreach (PendingCommit commit in Commits)
        {
            commit.Answer(CommitStatus.Indeterminate);
        }

        AnswerConflicting(CommitStatus.Unavailable);
    }

    /// <summary>Whether the shards of all transactions are safe. It comes true as long as a quorum is in sync: all of those are live.</summary>
    public bool AreRidesMet(uint durable)
    {
        foreach (PendingCommit commit in HasRides ? Commits : [])
        {
            IReadOnlyList<ShardRide> rides = commit.Transaction.Rides;
            for (int i = 0; i < rides.Count; i++)
            {
                if (!ShardRideRule.IsMet(rides[i], durable & Live & ~commit.Strangers))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void AnswerConflicting(CommitStatus status)
    {
        foreach (PendingCommit commit in _conflicting ?? [])
        {
            commit.Answer(status);
        }

        _conflicting = null;
    }
}
