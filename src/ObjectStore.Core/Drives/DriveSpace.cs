using ObjectStore.Files;

namespace ObjectStore.Drives;

/// <summary>
/// Keeps a reserve free on a drive: new shards are refused before metadata and deletions run out of room. Asks the file system now and then, and counts what is
/// written in between. Thread-safe.
/// </summary>
internal sealed class DriveSpace(IDriveFiles files, DriveHealth health, TimeProvider time)
{
    /// <summary>The most bytes to keep free.</summary>
    public const long MaxReserve = 1L << 30;

    /// <summary>Bytes that may be written until the file system is asked again.</summary>
    private const long UncheckedBytes = 64L << 20;

    private static readonly TimeSpan UncheckedTime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _room = -1;
    private long _taken;
    private long _checkedAt;

    /// <summary>The bytes kept free on a drive of a size.</summary>
    public static long ReserveOf(long totalBytes) => Math.Min(MaxReserve, totalBytes / 50);

    /// <summary>Takes room for a shard's bytes; false if the reserve would be touched, or the drive failed.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (_room < bytes || _taken > UncheckedBytes || time.GetElapsedTime(_checkedAt) > UncheckedTime)
            {
                Check();
            }

            if (_room < bytes)
            {
                return false;
            }

            _room -= bytes;
            _taken += bytes;
            return true;
        }
    }

    private void Check()
    {
        try
        {
            (long total, long free) = files.GetSpace();
            _room = free - ReserveOf(total);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            health.Fail(e.Message, e);
            _room = -1;
        }

        _taken = 0;
        _checkedAt = time.GetTimestamp();
    }
}
