namespace ObjectStore.Metadata.Replication;

/// <summary>How a replica is brought to a history.</summary>
/// <param name="MustInstall">Its state has to be replaced.</param>
/// <param name="Common">Else: the end of what it shares with the history; the records after it are to be appended.</param>
internal readonly record struct CatchUpPlan(bool MustInstall, ulong Common)
{
    private static readonly CatchUpPlan Install = new(true, 0);

    /// <summary>
    /// Compares a replica with a history. Its state is always a part of the history, for only what is committed is applied; its tail may differ. What
    /// differs can stay if the record that is appended next voids it: that is of a newer epoch than all of it.
    /// </summary>
    /// <param name="replica">The replica.</param>
    /// <param name="history">The history.</param>
    /// <param name="nextEpoch">The epoch of the record that will follow the history, if that is a new one; else 0.</param>
    public static CatchUpPlan Make(ReplicaSnapshot replica, RecordHistory history, uint nextEpoch)
    {
        if (!replica.IsComplete || replica.Applied.Sequence < history.Start.Sequence || replica.Applied.Sequence > history.End.Sequence)
        {
            return Install;
        }

        int next = history.IndexAfter(replica.Applied.Sequence);
        int own = 0;
        ulong common = replica.Applied.Sequence;
        while (next < history.Count && own < replica.Tail.Count && replica.Tail[own].Position == history[next].Position)
        {
            common = history[next].LastSequence;
            next++;
            own++;
        }

        uint voidingEpoch = next < history.Count ? history[next].Epoch : nextEpoch;
        for (; own < replica.Tail.Count; own++)
        {
            if (replica.Tail[own].Epoch >= voidingEpoch)
            {
                return Install;
            }
        }

        return new CatchUpPlan(false, common);
    }
}
