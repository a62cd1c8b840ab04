using System.Buffers;
using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>Makes the end of the log as durable as it looks, before it is believed.</summary>
internal static class LogTail
{
    private const int WindowSize = 1 << 20;

    /// <summary>
    /// Writes what the last segment holds beyond the checkpoint once more, as it is, and syncs it. A process that ended in the middle of a write, or a sync that
    /// failed, leaves bytes which only the page cache has; after a failed sync they count as written there, so that another sync alone would succeed and do nothing.
    /// What stands in earlier segments was synced before the next was begun.
    /// </summary>
    /// <exception cref="DriveIOException">The drive cannot be read or written.</exception>
    public static void MakeDurable(IDriveFiles files, ulong lastSegment, LogPosition checkpoint)
    {
        using IDriveFile file = files.Open(DriveLayout.Segment(lastSegment), writable: true);
        long offset = lastSegment == checkpoint.Segment ? checkpoint.Offset : 0;
        byte[] window = ArrayPool<byte>.Shared.Rent(WindowSize);
        try
        {
            while (offset < file.Length)
            {
                int count = file.Read(window, offset);
                file.Write(window.AsSpan(0, count), offset);
                offset += count;
            }

            file.SyncData();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }
}
