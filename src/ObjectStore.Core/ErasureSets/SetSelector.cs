namespace ObjectStore.ErasureSets;

/// <summary>
/// Chooses the set of a new blob: by turns among the sets that can be written to and have at least half the free space of the emptiest. Thread-safe.
/// </summary>
internal sealed class SetSelector(IReadOnlyList<ErasureSet> sets, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private ErasureSet[] _candidates = [];
    private long _surveyedAt;
    private uint _turn;

    public ErasureSet Select()
    {
        if (sets.Count == 1)
        {
            return sets[0];
        }

        ErasureSet[] candidates = Volatile.Read(ref _candidates);
        if (candidates.Length == 0 || time.GetElapsedTime(Interlocked.Read(ref _surveyedAt)) >= MaxAge)
        {
            candidates = Survey();
            Interlocked.Exchange(ref _surveyedAt, time.GetTimestamp());
            Volatile.Write(ref _candidates, candidates);
        }

        return NextWritable(candidates) ?? NextWritable(sets) ?? candidates[0];
    }

    private ErasureSet? NextWritable(IReadOnlyList<ErasureSet> among)
    {
        uint turn = Interlocked.Increment(ref _turn);
        for (uint i = 0; i < among.Count; i++)
        {
            ErasureSet set = among[(int)((turn + i) % (uint)among.Count)];
            if (set.CountOnline() >= set.Geometry.WriteQuorum)
            {
                return set;
            }
        }

        return null;
    }

    private ErasureSet[] Survey()
    {
        long[] free = [.. sets.Select(set => set.GetFreeBytes())];
        long most = free.Max();
        return [.. sets.Where((_, i) => free[i] >= most / 2)];
    }
}
