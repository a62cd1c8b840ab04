using ObjectStore.Drives;
using ObjectStore.Engine;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using ObjectStore.Memory;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>An open store: the engine, what it stands on, and what runs in the background. Owns all of it from its making on.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private static readonly TimeSpan HealPeriod = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<DrivePlace> _places;
    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly StoreLayout _layout;
    private readonly ReplicatedMetadataStore _metadata;
    private readonly IDriveHost _host;
    private readonly HealQueue _healQueue;
    private readonly HealWorker _healWorker;
    private readonly OrphanSweeper _sweeper;
    private readonly DriveCare _care;
    private readonly DriveWatcher _watcher;
    private readonly IWorkScheduler _scheduler;
    private readonly CancellationTokenSource _stopping = new();
    private Task _background = Task.CompletedTask;

    public OpenStore(
        StorePlan plan,
        IReadOnlyList<DrivePlace> places,
        IReadOnlyList<ErasureSet> sets,
        ReplicatedMetadataStore metadata,
        LocalDriveSource source,
        IDriveHost host,
        ObjectStoreOptions options,
        StoreEnvironment environment)
    {
        _places = places;
        _sets = sets;
        _layout = plan.Layout;
        _metadata = metadata;
        _host = host;
        _scheduler = environment.Scheduler;
        _healQueue = new HealQueue(metadata, environment);
        var blobs = new BlobStore(sets, new BlobIdGenerator(() => metadata.Epoch, environment.Random), _healQueue, environment, BufferPool.Shared);
        Engine = new ObjectStoreEngine(metadata, new WriteGate(blobs, metadata), environment);
        var healer = new BlobHealer(sets, Engine.Catalog, BufferPool.Shared);
        _healWorker = new HealWorker(sets, metadata, _healQueue, healer, HealPeriod, environment);
        _sweeper = new OrphanSweeper(sets, Engine.Catalog, metadata, environment);
        var rebuilder = new DriveRebuilder(sets, Engine.Catalog, healer, _healQueue, _sweeper, environment);
        _care = new DriveCare(places, rebuilder, _sweeper, _healWorker, metadata, environment);
        _watcher = new DriveWatcher(plan, places, source, metadata, _care, options.DriveCheckInterval, environment);
    }

    /// <summary>The operations.</summary>
    public ObjectStoreEngine Engine { get; }

    /// <summary>Whether a drive is not up to date: its shards, or its metadata.</summary>
    private bool IsRebuilding => _care.IsBusy || _places.Any(place => place.Slot is { Replica: >= 0, OnlineDrive: not null } && !_metadata.IsInSync(place.Slot.Replica));

    public StoreStatus GetStatus() => StoreStatusReader.Read(_places, _sets, _layout, _metadata.Availability, _healWorker.Status, IsRebuilding);

    /// <summary>Starts the background work. Empty directories in the place of drives come first if writes need them; else they come in the background.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_metadata.Availability.CanWrite)
        {
            await _watcher.RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }

        _healWorker.Start();
        _care.OnOpened();
        _background = Task.WhenAll(
            _scheduler.RunAsync(() => Engine.Garbage.RunAsync(_stopping.Token)),
            _scheduler.RunAsync(() => _watcher.RunAsync(_stopping.Token)));
    }

    /// <summary>Stops the background work, then closes the metadata and the drives, cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        await _care.DisposeAsync().ConfigureAwait(false);
        await _healWorker.DisposeAsync().ConfigureAwait(false);
        await _healQueue.WriteOutAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await NoteClosedAsync().ConfigureAwait(false);
        await _metadata.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_places.Select(static async place =>
        {
            if (place.Slot.Drive is IDrive drive)
            {
                await drive.DisposeAsync().ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        _host.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Notes that all deletions are done for good, if they are: only then the next opening need not look for what a crash brought back.</summary>
    private async ValueTask NoteClosedAsync()
    {
        if (!_places.All(static place => place is { NeedsCare: false, Slot.OnlineDrive: not null }))
        {
            return;
        }

        DriveStatus[] settled = await Task.WhenAll(_places.Select(static place => place.Slot.OnlineDrive?.SettleAsync().AsTask() ?? Task.FromResult(DriveStatus.Offline)))
            .ConfigureAwait(false);
        if (Array.TrueForAll(settled, static status => status == DriveStatus.Ok))
        {
            await _sweeper.NoteClosedAsync().ConfigureAwait(false);
        }
    }
}
