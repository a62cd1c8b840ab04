using ObjectStore.Files;

namespace ObjectStore.Drives;

/// <summary>
/// Keeps a reserve free on a drive: new shards, and new metadata by <see cref="HasRoom"/>, are refused before deletions and the collection of the log run out of
/// room. Asks the file system now and then, and counts what is written in between. Thread-safe.
/// </summary>
internal sealed class DriveSpace(IDriveFiles files, DriveHealth health, TimeProvider time)
{
    /// <summary>The most bytes to keep free.</summary>
    public const long MaxReserve = 1L << 30;

    /// <summary>Bytes to keep free on a small drive, as long as that is no more than an eighth of it.</summary>
    private const long SmallReserve = 64L << 20;

    private static readonly TimeSpan UncheckedTime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _room = -1;
    private long _maxUnchecked;
    private long _taken;
    private long _checkedAt;

    /// <summary>Whether more than the reserve is free.</summary>
    public bool HasRoom => TryTake(0);

    /// <summary>The bytes kept free on a drive of a size: enough for segments that are being copied, the index and the records of deletions.</summary>
    public static long ReserveOf(long totalBytes) => Math.Min(MaxReserve, Math.Max(totalBytes / 50, Math.Min(SmallReserve, totalBytes / 8)));

    /// <summary>Takes room for a shard's bytes; false if the reserve would be touched, or the drive failed.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (_room < bytes || _taken > _maxUnchecked || time.GetElapsedTime(_checkedAt) > UncheckedTime)
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
            long reserve = ReserveOf(total);
            _room = free - reserve;
            _maxUnchecked = reserve / 4;
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
