namespace ObjectStore.Simulation.Media;

/// <summary>How often what goes wrong on a disk, in parts of ten thousand operations of the kind.</summary>
internal sealed class DiskFaults
{
    /// <summary>Any operation fails with EIO.</summary>
    public int Errors { get; set; }

    /// <summary>A write or creation fails for want of room, perhaps after a part.</summary>
    public int Full { get; set; }

    /// <summary>A sync fails, and the next one succeeds without having written anything.</summary>
    public int Syncs { get; set; }

    /// <summary>A write is acknowledged and lost.</summary>
    public int LostWrites { get; set; }

    /// <summary>A write goes elsewhere in the file.</summary>
    public int Misdirected { get; set; }

    /// <summary>A read gives a wrong bit.</summary>
    public int ReadFlips { get; set; }

    /// <summary>Whether the file system turned read-only.</summary>
    public bool IsReadOnly { get; set; }

    public void Clear()
    {
        (Errors, Full, Syncs, LostWrites, Misdirected, ReadFlips) = (0, 0, 0, 0, 0, 0);
        IsReadOnly = false;
    }
}
