namespace ObjectStore;

/// <summary>The state of a store at one moment. Immutable.</summary>
public sealed record StoreStatus
{
    /// <summary>The drives, by erasure set and slot.</summary>
    public required IReadOnlyList<DriveStatusInfo> Drives { get; init; }

    /// <summary>The number of erasure sets.</summary>
    public required int SetCount { get; init; }

    /// <summary>Data shards of a stripe.</summary>
    public required int DataShards { get; init; }

    /// <summary>Parity shards of a stripe: how many drives of a set may be lost and the content still be read.</summary>
    public required int ParityShards { get; init; }

    /// <summary>Whether every set and the metadata can be read.</summary>
    public required bool CanRead { get; init; }

    /// <summary>Whether every set and the metadata can be written.</summary>
    public required bool CanWrite { get; init; }

    /// <summary>Why reads or writes are refused; null if neither is.</summary>
    public string? Reason { get; init; }

    /// <summary>Blobs known to lack shards that wait for healing.</summary>
    public long HealQueueLength { get; init; }

    /// <summary>Whether a drive is being brought up to date or rebuilt, or blobs wait for healing on drives that are online.</summary>
    public bool IsHealing { get; init; }

    /// <summary>The state in one line, for logs.</summary>
    public override string ToString()
    {
        string service = (CanRead, CanWrite) switch
        {
            (true, true) => "reads and writes",
            (true, false) => "reads only",
            (false, true) => "writes only",
            _ => "neither reads nor writes",
        };
        string healing = IsHealing ? $", healing ({HealQueueLength} blobs queued)" : "";
        return $"{Drives.Count(static drive => drive.IsOnline)} of {Drives.Count} drives online, {SetCount} x {DataShards}+{ParityShards}, {service}{healing}{(Reason is null ? "" : $": {Reason}")}";
    }
}
