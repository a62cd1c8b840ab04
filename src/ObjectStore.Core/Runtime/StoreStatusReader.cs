using ObjectStore.Drives;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using ObjectStore.Metadata;

namespace ObjectStore.Runtime;

/// <summary>Puts the state of a store together from that of its parts.</summary>
internal static class StoreStatusReader
{
    /// <summary>The status of a store that is not open.</summary>
    public static StoreStatus NotOpen { get; } = new()
    {
        Drives = [],
        SetCount = 0,
        DataShards = 0,
        ParityShards = 0,
        CanRead = false,
        CanWrite = false,
        Reason = "The store is not open.",
    };

    public static StoreStatus Read(
        IReadOnlyList<DrivePlace> places, IReadOnlyList<ErasureSet> sets, StoreLayout layout, MetadataAvailability metadata, HealStatus healing, bool isRebuilding)
    {
        string? unreadable = sets.Where(static set => set.CountOnline() < set.Geometry.DataShards)
            .Select(static set => Describe(set, set.Geometry.DataShards, "read")).FirstOrDefault();
        string? unwritable = sets.Where(static set => set.CountOnline() < set.Geometry.WriteQuorum)
            .Select(static set => Describe(set, set.Geometry.WriteQuorum, "write")).FirstOrDefault();
        return new StoreStatus
        {
            Drives = [.. places.Select(Read)],
            SetCount = layout.SetCount,
            DataShards = layout.Geometry.DataShards,
            ParityShards = layout.Geometry.ParityShards,
            CanRead = metadata.CanRead && unreadable is null,
            CanWrite = metadata.CanWrite && unwritable is null,
            Reason = unreadable ?? unwritable ?? metadata.Reason,
            HealQueueLength = healing.QueueLength,
            IsHealing = isRebuilding || healing.QueueLength > 0,
        };
    }

    private static string Describe(ErasureSet set, int needed, string what)
        => $"{set.CountOnline()} of {set.Slots.Count} drives of erasure set {set.Index} are online; {needed} are needed to {what}.";

    private static DriveStatusInfo Read(DrivePlace place)
    {
        IDrive? drive = place.Slot.OnlineDrive;
        (long total, long free) = drive?.GetSpace() ?? default;
        return new DriveStatusInfo
        {
            Path = place.Path,
            Set = place.Slot.Set,
            Slot = place.Slot.Index,
            IsOnline = drive is not null,
            Reason = drive is null ? place.OfflineReason ?? place.Slot.Drive?.FailureReason : null,
            TotalBytes = total,
            FreeBytes = free,
        };
    }
}
