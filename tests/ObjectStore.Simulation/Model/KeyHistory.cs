using ObjectStore.Simulation.Running;

namespace ObjectStore.Simulation.Model;

/// <summary>
/// All writes to a key, and what reads may see of it. A read that began after a write ended sees it or a newer one; one in doubt may be seen or not, but once
/// seen it stays, and once a later opening has shown something else it never comes.
/// </summary>
internal sealed class KeyHistory(string bucket, string key, bool isVersioned)
{
    private readonly List<Write> _writes = [];

    public string Bucket { get; } = bucket;

    public string Key { get; } = key;

    public IReadOnlyList<Write> Writes => _writes;

    public void Add(Write write) => _writes.Add(write);

    public Write? FindVersion(string? versionId) => _writes.Find(write => write.VersionId == versionId && versionId is not null);

    /// <summary>The write of this content, unless none or several have it.</summary>
    public Write? FindByContent(string eTag, long size)
    {
        Write[] found = [.. _writes.Where(write => write.IsPut && write.Content!.Length == size && write.MayHave(eTag))];
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>A read of the current version saw this; null for nothing.</summary>
    public void OnSeen(Write? seen, long start, long finish, string where)
    {
        if (seen is null)
        {
            OnAbsent(start, finish, where);
            return;
        }

        RequirePossible(seen, start, finish, where);
        foreach (Write write in _writes)
        {
            if (write != seen && write.Start > seen.Finish && write.IsCertainBefore(start, finish))
            {
                throw Broken($"{where} [{start}, {finish}] saw {seen}, though {write} came after it");
            }
        }

        Confirm(seen, finish);
        EndOthers(seen, start, finish);
    }

    /// <summary>A conditional write failed because there was something, or something else.</summary>
    public void OnPresent(long start, long finish, string where)
    {
        if (!_writes.Exists(put => put.IsPut && put.Outcome != Outcome.Refused && put.Start < finish && put.RemovalFinish > start
            && !_writes.Exists(delete => !delete.IsPut && delete.Start > put.Finish && delete.IsCertainBefore(start, finish))))
        {
            throw Broken($"{where} [{start}, {finish}] found something, though nothing can be there");
        }
    }

    /// <summary>A version was seen by its id, or in a listing of versions.</summary>
    public void OnVersionSeen(Write seen, long start, long finish, string where)
    {
        RequirePossible(seen, start, finish, where);
        Confirm(seen, finish);
    }

    /// <summary>A version that is certain was not there.</summary>
    public void OnVersionMissing(Write version, long start, long finish, string where)
    {
        if (version.IsCertainBefore(start, finish))
        {
            throw Broken($"{where} [{start}, {finish}] did not see the version {version}");
        }
    }

    /// <summary>The store was opened anew and decided what was in doubt: from now on that is in effect or never will be.</summary>
    public void OnDecided(long now, int opening)
    {
        foreach (Write write in _writes)
        {
            if (write.Opening < opening)
            {
                write.Finish = Math.Min(write.Finish, now);
            }
        }
    }

    /// <summary>A listing of the versions, newest first; null for a delete marker of which only the id is known.</summary>
    public void OnVersionsListed(IReadOnlyList<(Write? Write, string VersionId)> listed, long start, long finish, string where)
    {
        var seen = new List<Write>();
        int strangers = 0;
        foreach ((Write? known, string versionId) in listed)
        {
            Write? write = known ?? FindVersion(versionId);
            if (write is null)
            {
                strangers++;
                continue;
            }

            if (write.VersionId is not null && write.VersionId != versionId)
            {
                throw Broken($"{where} gives {write} the version id {versionId}");
            }

            write.VersionId = versionId;
            OnVersionSeen(write, start, finish, where);
            seen.Add(write);
        }

        int doubtful = _writes.Count(write => write is { IsPut: false, VersionId: null, Outcome: not Outcome.Refused } && write.Start < finish);
        if (strangers > doubtful)
        {
            throw Broken($"{where} [{start}, {finish}] has {strangers} delete markers that nobody made");
        }

        foreach (Write write in _writes.Where(write => write.VersionId is not null && !seen.Contains(write)))
        {
            OnVersionMissing(write, start, finish, where);
        }

        RequireOrder(seen, where);
    }

    private void RequireOrder(List<Write> newestFirst, string where)
    {
        for (int i = 0; i < newestFirst.Count; i++)
        {
            for (int j = i + 1; j < newestFirst.Count; j++)
            {
                if (newestFirst[i].Finish < newestFirst[j].Start)
                {
                    throw Broken($"{where} lists {newestFirst[i]} as newer than {newestFirst[j]}");
                }
            }
        }
    }

    private void OnAbsent(long start, long finish, string where)
    {
        foreach (Write put in _writes)
        {
            if (put.IsPut && put.IsCertainBefore(start, finish) && !_writes.Exists(delete => CanHide(put, delete, start, finish)))
            {
                throw Broken($"{where} [{start}, {finish}] saw nothing, though {put} was never deleted");
            }
        }

        // If only one deletion in doubt explains it, that has happened.
        foreach (Write put in _writes)
        {
            if (put.IsPut && put.IsCertainBefore(start, finish))
            {
                Write[] causes = [.. _writes.Where(delete => CanHide(put, delete, start, finish))];
                if (causes.Length == 1)
                {
                    Confirm(causes[0], finish);
                }
            }
        }

        EndOthers(null, start, finish);
    }

    private bool CanHide(Write put, Write delete, long start, long finish)
        => !delete.IsPut && delete.Outcome != Outcome.Refused && delete.Start < finish && delete.Finish > put.Start && delete.OverSince >= start
            && (!isVersioned || delete.RemovalFinish > start);

    private void RequirePossible(Write seen, long start, long finish, string where)
    {
        if (seen.Outcome == Outcome.Refused)
        {
            throw Broken($"{where} [{start}, {finish}] saw {seen}, which was refused");
        }

        if (seen.Start > finish || seen.RemovalFinish < start)
        {
            throw Broken($"{where} [{start}, {finish}] saw {seen}, which was removed");
        }

        if (seen.OverSince < start)
        {
            throw Broken($"{where} [{start}, {finish}] saw {seen}, though something newer was seen at {seen.OverSince}");
        }
    }

    private static void Confirm(Write write, long finish)
    {
        write.Outcome = Outcome.Certain;
        write.Finish = Math.Min(write.Finish, finish);
    }

    /// <summary>Where versions cannot be removed one by one, what had ended before something else was seen is over.</summary>
    private void EndOthers(Write? seen, long start, long finish)
    {
        if (isVersioned)
        {
            return;
        }

        foreach (Write write in _writes)
        {
            if (write != seen && (write.IsPut || seen is not null) && write.Finish < start)
            {
                write.OverSince = Math.Min(write.OverSince, finish);
            }
        }
    }

    private SimulationFailure Broken(string what) => new($"{Bucket}/{Key}: {what}.\n    " + string.Join("\n    ", _writes));
}
