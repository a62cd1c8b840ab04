using ObjectStore.Drives.Format;

namespace ObjectStore.Runtime;

/// <summary>
/// Decides, from what was found at the configured paths, which store they make up, which path is which of its drives, and which are to be formatted. Pure.
/// Formatting is never guessed: only empty directories are formatted, an absent directory only while the store was never opened, for an absent one
/// may be a mount that is missing.
/// </summary>
/// <param name="DeploymentId">The store.</param>
/// <param name="Layout">Its sets.</param>
/// <param name="Drives">Its drives, by set and slot.</param>
/// <param name="FormattedParity">The parity that the store was formatted with, which its metadata replicas follow.</param>
internal sealed record StorePlan(Guid DeploymentId, StoreLayout Layout, IReadOnlyList<DriveAssignment> Drives, int FormattedParity)
{
    /// <summary>The format of an empty drive that takes a slot of this store.</summary>
    public DriveFormat ReplacementFor(int set, int slot, Guid driveId) => NewFormat(Layout, FormattedParity, DeploymentId, driveId, set, slot, joined: true);

    /// <summary>Plans the opening of a store.</summary>
    /// <param name="candidates">One for each configured path, in the order of configuration.</param>
    /// <param name="parity">The configured parity, or null.</param>
    /// <param name="newId">Makes ids.</param>
    /// <exception cref="ArgumentException">The options do not fit the drives.</exception>
    /// <exception cref="StorageException">The paths do not make up one store; the message names them.</exception>
    public static StorePlan Create(IReadOnlyList<DriveCandidate> candidates, int? parity, Func<Guid> newId)
    {
        RefuseUnusable(candidates);
        DriveCandidate[] formatted = [.. candidates.Where(static candidate => candidate.Format is not null)];
        return formatted.Length == 0 ? PlanNew(candidates, parity, newId) : PlanExisting(candidates, formatted, parity, newId);
    }

    /// <summary>A damaged drive is what parity is for; a directory that is something else is a mistake.</summary>
    private static void RefuseUnusable(IReadOnlyList<DriveCandidate> candidates)
    {
        string[] problems = [.. candidates
            .Where(static candidate => candidate.Inspection is { State: DriveDirectoryState.Foreign or DriveDirectoryState.TooNew })
            .Select(static candidate => candidate.Inspection!.Problem!)];
        if (problems.Length > 0)
        {
            throw new StorageException(StorageErrorCode.InvalidArgument, string.Join(" ", problems));
        }
    }

    private static StorePlan PlanNew(IReadOnlyList<DriveCandidate> candidates, int? parity, Func<Guid> newId)
    {
        if (candidates.FirstOrDefault(static candidate => candidate.WhyUnusable is not null) is { } unusable)
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"A new store needs all its drives: {unusable.WhyUnusable}");
        }

        StoreLayout layout = StoreLayout.Create(candidates.Count, parity);
        Guid deploymentId = newId();
        var drives = new DriveAssignment[candidates.Count];
        for (int i = 0; i < drives.Length; i++)
        {
            (int set, int slot) = Math.DivRem(i, layout.DrivesPerSet);
            DriveFormat format = NewFormat(layout, layout.Parity, deploymentId, newId(), set, slot, joined: false);
            drives[i] = new DriveAssignment(candidates[i].Path, set, slot, format, MustFormat: true, null, candidates[i].IsMountPoint);
        }

        return new StorePlan(deploymentId, layout, drives, layout.Parity);
    }

    private static StorePlan PlanExisting(IReadOnlyList<DriveCandidate> candidates, DriveCandidate[] formatted, int? parity, Func<Guid> newId)
    {
        DriveFormat first = formatted[0].Format!;
        foreach (DriveCandidate candidate in formatted)
        {
            RefuseStranger(candidate, formatted[0]);
        }

        StoreLayout layout = StoreLayout.FromFormat(first, parity);
        int total = layout.SetCount * layout.DrivesPerSet;
        if (candidates.Count != total)
        {
            throw new StorageException(StorageErrorCode.InvalidArgument, $"The store of '{formatted[0].Path}' has {total} drives, but {candidates.Count} are given.");
        }

        // Until a store has been opened there is nothing on it: an interrupted formatting is simply finished.
        bool neverOpened = formatted.All(static candidate => candidate is { IsPristine: true, Format.Joined: false })
            && candidates.All(static candidate => candidate.WhyUnusable is null);
        var drives = new DriveAssignment?[total];
        foreach (DriveCandidate candidate in formatted)
        {
            ref DriveAssignment? place = ref drives[(candidate.Format!.Set * layout.DrivesPerSet) + candidate.Format.Slot];
            if (place is not null)
            {
                throw new StorageException(StorageErrorCode.InvalidArgument, $"'{place.Path}' and '{candidate.Path}' are copies of one drive.");
            }

            place = new DriveAssignment(candidate.Path, candidate.Format.Set, candidate.Format.Slot, candidate.Format, MustFormat: false, null, candidate.IsMountPoint);
        }

        FillFreeSlots(candidates, drives, layout, first, neverOpened, newId);
        return new StorePlan(first.DeploymentId, layout, drives!, first.Parity);
    }

    private static void RefuseStranger(DriveCandidate candidate, DriveCandidate first)
    {
        DriveFormat format = candidate.Format!;
        DriveFormat expected = first.Format!;
        if (format.DeploymentId != expected.DeploymentId)
        {
            throw new StorageException(
                StorageErrorCode.InvalidArgument,
                $"'{candidate.Path}' belongs to another store ({format.DeploymentId}) than '{first.Path}' ({expected.DeploymentId}).");
        }

        if ((format.SetCount, format.DrivesPerSet, format.Parity) != (expected.SetCount, expected.DrivesPerSet, expected.Parity))
        {
            throw new StorageException(StorageErrorCode.InvalidArgument, $"'{candidate.Path}' and '{first.Path}' disagree on the geometry of their store.");
        }
    }

    /// <summary>Gives the paths that are no drive yet the free slots: their own place in the configuration if it is free, else the next free one.</summary>
    private static void FillFreeSlots(
        IReadOnlyList<DriveCandidate> candidates, DriveAssignment?[] drives, StoreLayout layout, DriveFormat pattern, bool neverOpened, Func<Guid> newId)
    {
        List<int> waiting = [];
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Format is not null)
            {
                continue;
            }

            if (drives[i] is null)
            {
                drives[i] = Assign(candidates[i], i);
            }
            else
            {
                waiting.Add(i);
            }
        }

        foreach (int i in waiting)
        {
            int place = Array.IndexOf(drives, null);
            drives[place] = Assign(candidates[i], place);
        }

        DriveAssignment Assign(DriveCandidate candidate, int place)
        {
            (int set, int slot) = Math.DivRem(place, layout.DrivesPerSet);
            string? offline = neverOpened && candidate.IsAbsent ? null
                : candidate.IsEmpty ? candidate.WhyNotToReplace([.. candidates.Where(static other => other.Format is not null).Select(static other => other.IsMountPoint)])
                : candidate.WhyUnusable ?? "The directory does not exist.";
            return offline is null
                ? new DriveAssignment(candidate.Path, set, slot, NewFormat(layout, pattern.Parity, pattern.DeploymentId, newId(), set, slot, joined: !neverOpened), MustFormat: true, null, candidate.IsMountPoint)
                : new DriveAssignment(candidate.Path, set, slot, null, MustFormat: false, offline, candidate.IsMountPoint);
        }
    }

    private static DriveFormat NewFormat(StoreLayout layout, int parity, Guid deploymentId, Guid driveId, int set, int slot, bool joined) => new()
    {
        DeploymentId = deploymentId,
        DriveId = driveId,
        Set = set,
        Slot = slot,
        SetCount = layout.SetCount,
        DrivesPerSet = layout.DrivesPerSet,
        Parity = parity,
        Joined = joined,
    };
}
