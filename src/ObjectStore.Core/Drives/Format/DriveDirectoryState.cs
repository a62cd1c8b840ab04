namespace ObjectStore.Drives.Format;

/// <summary>What stands in the directory of a drive.</summary>
internal enum DriveDirectoryState
{
    /// <summary>Nothing: it may be formatted.</summary>
    Unformatted,

    /// <summary>A drive of a format this release reads.</summary>
    Formatted,

    /// <summary>A drive of a newer format.</summary>
    TooNew,

    /// <summary>A drive whose format.json is missing or unreadable. Never formatted over: what it holds may be needed.</summary>
    Damaged,

    /// <summary>Files that are no drive's. Never formatted over.</summary>
    Foreign,
}
