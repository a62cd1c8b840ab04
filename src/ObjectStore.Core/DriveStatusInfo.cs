namespace ObjectStore;

/// <summary>The state of one drive at one moment. Immutable.</summary>
public sealed record DriveStatusInfo
{
    /// <summary>The drive's directory.</summary>
    public required string Path { get; init; }

    /// <summary>Its erasure set, from 0.</summary>
    public required int Set { get; init; }

    /// <summary>Its slot in the set, from 0.</summary>
    public required int Slot { get; init; }

    /// <summary>Whether it takes part in reads and writes.</summary>
    public required bool IsOnline { get; init; }

    /// <summary>Why it does not; null while online.</summary>
    public string? Reason { get; init; }

    /// <summary>Size of its file system in bytes; 0 while offline.</summary>
    public long TotalBytes { get; init; }

    /// <summary>Free bytes of its file system; 0 while offline.</summary>
    public long FreeBytes { get; init; }
}
