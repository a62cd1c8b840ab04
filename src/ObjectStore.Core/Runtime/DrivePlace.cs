using ObjectStore.Drives.Format;
using ObjectStore.ErasureSets;

namespace ObjectStore.Runtime;

/// <summary>A configured drive: its path, its slot, and what is known of the drive in it. Thread-safe.</summary>
internal sealed class DrivePlace(string path, DriveSlot slot)
{
    private DriveFormat? _format;
    private string? _offlineReason;
    private bool _needsCare;

    public string Path { get; } = path;

    public DriveSlot Slot { get; } = slot;

    /// <summary>The format of the drive that was last in the slot; null if there was none since opening.</summary>
    public DriveFormat? Format
    {
        get => Volatile.Read(ref _format);
        set => Volatile.Write(ref _format, value);
    }

    /// <summary>Whether the drive that was last in the slot stood at a mount point; null if there was none since opening. Of the opener and the watcher only.</summary>
    public bool? IsMountPoint { get; set; }

    /// <summary>Whether the drive that is or will be in the slot has yet to be looked through, since it was away.</summary>
    public bool NeedsCare
    {
        get => Volatile.Read(ref _needsCare);
        set => Volatile.Write(ref _needsCare, value);
    }

    /// <summary>Why the slot is empty; null if it is not.</summary>
    public string? OfflineReason
    {
        get => Volatile.Read(ref _offlineReason);
        set => Volatile.Write(ref _offlineReason, value);
    }
}
