using ObjectStore.Erasure;

namespace ObjectStore.Drives.Format;

/// <summary>The content of a drive's format.json: which drive of which store it is. Never changes after formatting.</summary>
internal sealed record DriveFormat
{
    /// <summary>The newest version this release reads, and the one it writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the drive's whole layout.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>The store.</summary>
    public required Guid DeploymentId { get; init; }

    /// <summary>The drive.</summary>
    public required Guid DriveId { get; init; }

    /// <summary>Its erasure set, from 0.</summary>
    public required int Set { get; init; }

    /// <summary>Its slot in the set, from 0.</summary>
    public required int Slot { get; init; }

    /// <summary>The erasure sets of the store.</summary>
    public required int SetCount { get; init; }

    /// <summary>The drives of each set.</summary>
    public required int DrivesPerSet { get; init; }

    /// <summary>The parity shards that set size and options gave when the store was formatted.</summary>
    public required int Parity { get; init; }

    /// <summary>Whether it was formatted into a store that already existed: its metadata is incomplete until a state is installed.</summary>
    public bool Joined { get; init; }

    /// <summary>Which drive this is.</summary>
    public DriveIdentity ToIdentity() => new(DeploymentId, DriveId, Set, Slot);

    /// <summary>Says what is impossible in it; null if nothing is.</summary>
    public string? FindFault()
    {
        if (DeploymentId == Guid.Empty || DriveId == Guid.Empty)
        {
            return "it has an empty id";
        }

        if (DrivesPerSet is < 1 or > ErasureGeometry.MaxShards || SetCount < 1 || Parity < 0 || Parity > DrivesPerSet / 2)
        {
            return $"it has an impossible geometry ({SetCount} sets of {DrivesPerSet} drives, parity {Parity})";
        }

        return (uint)Set < (uint)SetCount && (uint)Slot < (uint)DrivesPerSet ? null : $"set {Set}, slot {Slot} lies outside its geometry";
    }
}
