using ObjectStore.Drives;

namespace ObjectStore.ErasureSets;

/// <summary>
/// A place for a drive in an erasure set. The drive in it is missing at times, and another <see cref="IDrive"/> after it returned. Thread-safe.
/// </summary>
internal sealed class DriveSlot
{
    private IDrive? _drive;

    /// <param name="set">The erasure set, from 0.</param>
    /// <param name="index">The slot in the set, from 0.</param>
    /// <param name="replicaCount">How many drives of the first set hold the metadata.</param>
    public DriveSlot(int set, int index, int replicaCount)
    {
        Set = set;
        Index = index;
        Replica = set == 0 && index < replicaCount ? index : -1;
    }

    /// <summary>The erasure set, from 0.</summary>
    public int Set { get; }

    /// <summary>The slot in the set, from 0.</summary>
    public int Index { get; }

    /// <summary>Which metadata replica the slot's drive holds, or -1.</summary>
    public int Replica { get; }

    /// <summary>The drive, failed or not; null while there is none.</summary>
    public IDrive? Drive
    {
        get => Volatile.Read(ref _drive);
        set => Volatile.Write(ref _drive, value);
    }

    /// <summary>The drive if it is there and has not failed; else null.</summary>
    public IDrive? OnlineDrive => Drive is { IsOnline: true } drive ? drive : null;
}
