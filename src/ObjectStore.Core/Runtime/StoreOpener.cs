using Microsoft.Extensions.Logging;
using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Files;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>Opens a store: finds and formats its drives, opens them, recovers the metadata, and starts what runs in the background.</summary>
internal sealed partial class StoreOpener
{
    private readonly ObjectStoreOptions _options;
    private readonly StoreEnvironment _environment;
    private readonly IDriveHost _host;
    private readonly LocalDriveSource _source;
    private readonly ILogger _logger;

    private StoreOpener(ObjectStoreOptions options, IDriveHost host, StoreEnvironment environment)
    {
        _options = options;
        _environment = environment;
        _host = host;
        _source = new LocalDriveSource(host, environment);
        _logger = environment.LoggerFactory.CreateLogger<StoreOpener>();
    }

    /// <summary>Opens the store of the options.</summary>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="StorageException">The drives do not make up a store, or too few of them open.</exception>
    public static Task<OpenStore> OpenAsync(ObjectStoreOptions options, StoreEnvironment environment, CancellationToken cancellationToken)
        => OpenAsync(options, static (options, environment) => new LocalDriveHost(options, environment.LoggerFactory), environment, cancellationToken);

    /// <summary>As the other, with drives somewhere else; the host is the store's, and disposed with it, or if it cannot be opened.</summary>
    public static async Task<OpenStore> OpenAsync(
        ObjectStoreOptions options, Func<ObjectStoreOptions, StoreEnvironment, IDriveHost> openHost, StoreEnvironment environment, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> paths = CheckOptions(options);
        IDriveHost host = openHost(options, environment);
        try
        {
            return await new StoreOpener(options, host, environment).OpenAsync(paths, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static string[] CheckOptions(ObjectStoreOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.IndexCacheBytes, nameof(options.IndexCacheBytes));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.IndexWriteBufferBytes, nameof(options.IndexWriteBufferBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.DriveCheckInterval, TimeSpan.Zero, nameof(options.DriveCheckInterval));
        string[] paths = [.. DrivePathExpander.Expand(options.Drives).Select(static path => path.Length == 0
            ? throw new ArgumentException("Drives: an empty path is given.")
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))];
        string? twice = paths.GroupBy(static path => path, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1)?.Key;
        return twice is null ? paths : throw new ArgumentException($"Drives: '{twice}' is given more than once.");
    }

    private async Task<OpenStore> OpenAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        DriveCandidate[] candidates = await Task.WhenAll(paths.Select(path => _environment.Scheduler.RunAsync(() => _source.Inspect(path)))).ConfigureAwait(false);
        StorePlan plan = StorePlan.Create(candidates, _options.Parity, _source.NewId);
        ErasureSet[] sets = CreateSets(plan.Layout);
        DrivePlace[] places = [.. plan.Drives.Select(drive => new DrivePlace(drive.Path, sets[drive.Set].Slots[drive.Slot])
        {
            OfflineReason = drive.OfflineReason, NeedsCare = drive.OfflineReason is not null,
        })];
        try
        {
            await Task.WhenAll(plan.Drives.Zip(places).Where(static drive => !drive.First.IsReplacement).Select(drive => OpenDriveAsync(drive.First, drive.Second))).ConfigureAwait(false);
            await OpenReplacementsAsync(plan, places).ConfigureAwait(false);
            WarnOfSharedFileSystem(places);
            IMetadataReplica?[] replicas = [.. sets[0].Slots.Take(plan.Layout.MetadataReplicas).Select(static slot => slot.OnlineDrive?.Replica)];
            ReplicatedMetadataStore metadata = await OpenMetadataAsync(replicas, places, cancellationToken).ConfigureAwait(false);
            OpenStore store = await StartAsync(plan, places, sets, metadata, cancellationToken).ConfigureAwait(false);
            int online = places.Count(static place => place.Slot.OnlineDrive is not null);
            ErasureGeometry geometry = plan.Layout.Geometry;
            LogOpened(plan.DeploymentId, online, places.Length, geometry.DataShards, geometry.ParityShards, metadata.Epoch);
            return store;
        }
        catch
        {
            await CloseAsync(places).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<OpenStore> StartAsync(StorePlan plan, DrivePlace[] places, ErasureSet[] sets, ReplicatedMetadataStore metadata, CancellationToken cancellationToken)
    {
        try
        {
            var store = new OpenStore(plan, places, sets, metadata, _source, _host, _options, _environment);
            await store.StartAsync(cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await metadata.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static ErasureSet[] CreateSets(StoreLayout layout)
        => [.. Enumerable.Range(0, layout.SetCount).Select(set => new ErasureSet(
            set, [.. Enumerable.Range(0, layout.DrivesPerSet).Select(slot => new DriveSlot(set, slot, layout.MetadataReplicas))], layout.Geometry))];

    /// <summary>A drive in use by another process, or one that cannot be formatted, is a mistake to stop for; one that is broken is what parity is for.</summary>
    private async Task OpenDriveAsync(DriveAssignment drive, DrivePlace place)
    {
        if (drive.Format is null)
        {
            LogOffline(drive.Path, drive.OfflineReason!);
            return;
        }

        try
        {
            if (drive.MustFormat)
            {
                await _environment.Scheduler.RunAsync(() => _source.Format(drive.Path, drive.Format)).ConfigureAwait(false);
                LogFormatted(drive.Path, drive.Set, drive.Slot);
            }

            place.Format = drive.Format;
            place.Slot.Drive = await _source.OpenAsync(drive.Path, drive.Format).ConfigureAwait(false);
            place.IsMountPoint = drive.IsMountPoint;
        }
        catch (DriveFormatException e)
        {
            throw new StorageException(StorageErrorCode.Unavailable, e.Message, e);
        }
        catch (Exception e) when (e is DriveIOException or RecordFormatException)
        {
            if (drive is { MustFormat: true, IsReplacement: false })
            {
                throw new StorageException(StorageErrorCode.Unavailable, $"A new store needs all its drives, but '{drive.Path}' cannot be formatted: {e.Message}", e);
            }

            place.OfflineReason = e.Message;
            place.NeedsCare = true;
            LogOffline(drive.Path, e.Message);
        }
    }

    /// <summary>
    /// Empty directories become drives only once the others are known to make up the store: the <see cref="DriveWatcher"/> sees to that. Only a first opening that was cut off, after which the
    /// drives that know the store know nothing in it, needs them before.
    /// </summary>
    private async Task OpenReplacementsAsync(StorePlan plan, DrivePlace[] places)
    {
        IMetadataReplica[] replicas = [.. places.Select(static place => place.Slot.OnlineDrive?.Replica).OfType<IMetadataReplica>()];
        bool isNew = Array.TrueForAll(replicas, static replica => replica.Logged == default && replica.Applied == default) && Array.Exists(replicas, static replica => replica.IsComplete);
        foreach ((DriveAssignment drive, DrivePlace place) in plan.Drives.Zip(places).Where(static drive => drive.First.IsReplacement))
        {
            if (isNew)
            {
                await OpenDriveAsync(drive, place).ConfigureAwait(false);
            }
            else
            {
                (place.OfflineReason, place.NeedsCare) = ("The directory is empty.", true);
            }
        }
    }

    private async Task<ReplicatedMetadataStore> OpenMetadataAsync(IMetadataReplica?[] replicas, IReadOnlyList<DrivePlace> places, CancellationToken cancellationToken)
    {
        try
        {
            return await ReplicatedMetadataStore.OpenAsync(replicas, _environment, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Code == StorageErrorCode.Unavailable)
        {
            string offline = string.Join(" ", places.Where(static place => place.Slot.OnlineDrive is null).Select(static place => $"'{place.Path}': {place.OfflineReason}"));
            throw new StorageException(e.Code, $"Too few drives to open the store. {e.Message} {offline}".TrimEnd(), e);
        }
    }

    private void WarnOfSharedFileSystem(IReadOnlyList<DrivePlace> places)
    {
        string[] shared = [.. places
            .Where(static place => place.Slot.OnlineDrive is not null)
            .GroupBy(place => _host.FileSystemOf(place.Path))
            .Where(static group => group.Count() > 1)
            .Select(static group => string.Join(", ", group.Select(static place => place.Path)))];
        foreach (string paths in shared)
        {
            LogSharedFileSystem(paths);
        }
    }

    private static async Task CloseAsync(IReadOnlyList<DrivePlace> places)
    {
        foreach (DrivePlace place in places)
        {
            if (place.Slot.Drive is IDrive drive)
            {
                await drive.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(1800, LogLevel.Information, "The store {Deployment} is open: {Online} of {Total} drives, {Data}+{Parity}, epoch {Epoch}.")]
    private partial void LogOpened(Guid deployment, int online, int total, int data, int parity, uint epoch);

    [LoggerMessage(1801, LogLevel.Warning, "The drive '{Path}' is offline: {Reason}")]
    private partial void LogOffline(string path, string reason);

    [LoggerMessage(1802, LogLevel.Information, "'{Path}' was formatted as slot {Slot} of erasure set {Set}.")]
    private partial void LogFormatted(string path, int set, int slot);

    [LoggerMessage(1803, LogLevel.Warning, "These drives share one file system, so they are lost together: {Paths}.")]
    private partial void LogSharedFileSystem(string paths);
}
