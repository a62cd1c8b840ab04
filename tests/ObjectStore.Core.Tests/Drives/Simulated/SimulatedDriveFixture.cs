using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Scheduling;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>A local drive on a simulated medium: as strict as a disk, and fast.</summary>
internal sealed class SimulatedDriveFixture : DriveFixture
{
    private readonly MemoryIndex _memoryIndex = new();
    private DetachableIndex? _index;
    private LocalDrive? _drive;

    public SimulatedMedium Medium { get; } = new();

    public override LocalDrive Drive => _drive!;

    /// <summary>Batches of the index that survive a crash though it was not flushed.</summary>
    public int UnflushedBatches => _memoryIndex.UnflushedBatches;

    public override async Task OpenAsync()
    {
        var files = new SimulatedDriveFiles(Medium);
        if (DriveFormatter.Inspect(files).State == DriveDirectoryState.Unformatted)
        {
            DriveFormatter.Format(files, Format);
        }

        _drive = await LocalDrive.OpenAsync(files, _ => _index = new DetachableIndex(_memoryIndex), Format, StoreEnvironment.System);
    }

    /// <summary>Has the next write to the index fail.</summary>
    public void FailIndex() => _index!.FailsNext = true;

    public ValueTask CloseAsync() => Drive.DisposeAsync();

    public override async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public override Task CrashAsync() => CrashAsync(keptBatches: 0);

    public async Task CrashAsync(int keptBatches, Random? torn = null)
    {
        await PowerOffAsync(keptBatches, torn);
        await OpenAsync();
    }

    /// <summary>Crashes, and leaves the drive closed.</summary>
    public async Task PowerOffAsync(int keptBatches = 0, Random? torn = null)
    {
        _index!.Detach();
        Medium.Crash(torn);
        _memoryIndex.Crash(Math.Min(keptBatches, _memoryIndex.UnflushedBatches));
        Drive.CheckIdentity();
        await Drive.DisposeAsync();
    }

    /// <summary>Loses the index altogether. The drive must be closed.</summary>
    public void LoseIndex()
    {
        using IIndexBatch batch = _memoryIndex.CreateBatch();
        batch.DeleteRange([0], [255]);
        _memoryIndex.Write(batch);
        _memoryIndex.Flush();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_drive is not null)
        {
            await _drive.DisposeAsync();
        }
    }
}
