using Microsoft.Extensions.Logging;
using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Drives.Log;
using ObjectStore.Drives.Replica;
using ObjectStore.Drives.ShardFiles;
using ObjectStore.Files;
using ObjectStore.Scheduling;

namespace ObjectStore.Drives;

/// <summary>What an open local drive is made of.</summary>
internal sealed class LocalDriveParts : IDisposable
{
    private readonly IDisposable _lock;
    private readonly IDriveIndex _index;
    private readonly LogSegments _segments;

    private LocalDriveParts(IDriveFiles files, IDisposable held, IDriveIndex index, DriveFormat format, StoreEnvironment environment, DriveIo io, ILogger logger)
    {
        Files = files;
        Io = io;
        Identity = format.ToIdentity();
        Health = new DriveHealth(files.RootPath, logger);
        _lock = held;
        _index = index;

        ulong seed = LogRecordHeader.SeedOf(format.DriveId);
        var space = new DriveSpace(files, Health, environment.Time);
        ShardFiles = new ShardFileStore(files, io, Health, space);
        ShardFiles.DeleteStaged();

        _segments = new LogSegments(files);
        _segments.Load();
        SyncNames(files);
        ulong[] numbers = _segments.Numbers;
        Catalog = DriveCatalog.Load(index, numbers.Length > 0 ? numbers[0] : 0, format.Joined);
        Catalog.ForgetMissing(numbers.ToHashSet());

        if (numbers.Length > 0)
        {
            LogTail.MakeDurable(files, numbers[^1], Catalog.Checkpoint.Position);
        }

        var replay = new LogReplay(files, _segments, Catalog, seed, files.RootPath, logger);
        long segmentSize = LogWriter.SegmentSizeOf(files.GetSpace().TotalBytes);
        Writer = new LogWriter(files, _segments, Health, seed, segmentSize);
        Writer.Open(replay.Run());
        HasLogDamage = replay.HasDamage;

        Committer = new LogCommitter(Writer, Catalog, Health, environment.Scheduler, logger);
        LogShards = new LogShardStore(Catalog, _segments, Committer, io, Health, space, seed);
        Replica = new DriveReplica(Catalog, Committer, index, io, Health, space);
        Collector = new SegmentCollector(Writer, Committer, _segments, Catalog, io, Health, environment.Scheduler, space, segmentSize, seed, files.RootPath, logger);
        Committer.Committed = Collector.Trigger;
    }

    public IDriveFiles Files { get; }

    public DriveIdentity Identity { get; }

    public DriveIo Io { get; }

    public DriveHealth Health { get; }

    public DriveCatalog Catalog { get; }

    public LogWriter Writer { get; }

    public LogCommitter Committer { get; }

    public LogShardStore LogShards { get; }

    public ShardFileStore ShardFiles { get; }

    public SegmentCollector Collector { get; }

    public DriveReplica Replica { get; }

    public bool HasLogDamage { get; }

    /// <summary>Opens them, or none of them. Blocks.</summary>
    public static LocalDriveParts Open(
        IDriveFiles files, Func<string, IDriveIndex> openIndex, DriveFormat expected, StoreEnvironment environment, DriveIo io, ILogger logger)
    {
        IDisposable? held = null;
        IDriveIndex? index = null;
        try
        {
            Check(files, expected);
            held = files.TryLock(DriveLayout.LockFile) ?? throw new DriveFormatException($"The drive '{files.RootPath}' is used by another process.");
            index = openIndex(Path.Combine(files.RootPath, DriveLayout.IndexDirectory));
            return new LocalDriveParts(files, held, index, expected, environment, io, logger);
        }
        catch
        {
            index?.Dispose();
            held?.Dispose();
            files.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Catalog.Dispose();
        _index.Dispose();
        _segments.Dispose();
        _lock.Dispose();
        Files.Dispose();
    }

    /// <summary>Makes the names durable that are there: a process that was killed between creating or renaming a file and syncing its directory has not.</summary>
    public static void SyncNames(IDriveFiles files)
    {
        files.SyncDirectory(string.Empty);
        files.SyncDirectory(DriveLayout.LogDirectory);
        files.SyncDirectory(DriveLayout.DataDirectory);
        for (int n = 0; n < DriveLayout.FanOut; n++)
        {
            files.SyncDirectory(DriveLayout.FanOutDirectory(n));
        }
    }

    private static void Check(IDriveFiles files, DriveFormat expected)
    {
        DriveInspection inspection = DriveFormatter.Inspect(files);
        if (inspection.Format is null)
        {
            throw new DriveFormatException(inspection.Problem ?? $"The directory '{files.RootPath}' is not formatted.");
        }

        if (inspection.Format != expected)
        {
            throw new DriveFormatException($"The directory '{files.RootPath}' holds the drive {inspection.Format.DriveId}, not {expected.DriveId} as expected.");
        }
    }
}
