using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.Healing;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>
/// Brings drives up to date in the background, one piece of work after the other: after opening, what a crash may have left undone (orphans, and
/// shards that were not durable on every drive); after a drive's return, everything it missed. Work that fails is tried again until it succeeds or
/// the store closes. Thread-safe.
/// </summary>
internal sealed partial class DriveCare : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<DrivePlace> _places;
    private readonly DriveRebuilder _rebuilder;
    private readonly OrphanSweeper _sweeper;
    private readonly HealWorker _healWorker;
    private readonly IMetadataStore _metadata;
    private readonly WholeDrives _whole;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task _work = Task.CompletedTask;
    private int _pending;

    public DriveCare(
        IReadOnlyList<DrivePlace> places, DriveRebuilder rebuilder, OrphanSweeper sweeper, HealWorker healWorker, IMetadataStore metadata, StoreEnvironment environment)
    {
        _places = places;
        _rebuilder = rebuilder;
        _sweeper = sweeper;
        _healWorker = healWorker;
        _metadata = metadata;
        _whole = new WholeDrives(metadata);
        _time = environment.Time;
        _logger = environment.LoggerFactory.CreateLogger<DriveCare>();
    }

    /// <summary>Whether work is going on or waiting, or a drive is back that has yet to be looked through.</summary>
    public bool IsBusy => Volatile.Read(ref _pending) > 0 || _places.Any(static place => place is { NeedsCare: true, Slot.OnlineDrive: not null });

    /// <summary>Looks after what the last opening left, and after drives that were away or replaced since.</summary>
    public void OnOpened() => Enqueue(RecoverAsync);

    /// <summary>Notes that a drive is away, so that it is looked through when it returns, however much later.</summary>
    public void OnTakenOut(DrivePlace place) => Enqueue(token => NoteAbsentAsync(place, token));

    /// <summary>Looks after a drive that took its slot while the store was open.</summary>
    public void OnReturned(DrivePlace place)
    {
        _healWorker.OnDriveReturned();
        Enqueue(token => LookThroughAsync(place, token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task work;
        lock (_lock)
        {
            work = _work;
        }

        await work.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Enqueue(Func<CancellationToken, Task> work)
    {
        Interlocked.Increment(ref _pending);
        lock (_lock)
        {
            _work = RunAfterAsync(_work, work);
        }
    }

    private async Task RunAfterAsync(Task before, Func<CancellationToken, Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!_stopping.IsCancellationRequested && !await TryAsync(work).ConfigureAwait(false))
        {
            await Task.Delay(RetryDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Interlocked.Decrement(ref _pending);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopping.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // Whatever it was: the work is not done, and what waits behind it must not be lost with it.
            LogFailed(e, e.Message);
            return false;
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (!_metadata.Availability.CanWrite)
        {
            throw new StorageException(StorageErrorCode.Unavailable, "The metadata serves reads only: nothing can be decided yet.");
        }

        // Writes of the last opening may not have been durable on every drive when it ended.
        BlobId since = await _sweeper.GetStartAsync(cancellationToken).ConfigureAwait(false);
        foreach (DrivePlace place in _places)
        {
            if (IsDamaged(place) || !await _whole.ContainsAsync(place, cancellationToken).ConfigureAwait(false))
            {
                await LookThroughAsync(place, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await CheckSinceAsync(place, since, cancellationToken).ConfigureAwait(false);
            }
        }

        await _sweeper.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is swept is not checked again: a drive that was not there to the end has to be noted before.</summary>
    private async Task CheckSinceAsync(DrivePlace place, BlobId since, CancellationToken cancellationToken)
    {
        IDrive? drive = place.Slot.OnlineDrive;
        if (drive is not null)
        {
            await _rebuilder.CheckSinceAsync(place.Slot, since, cancellationToken).ConfigureAwait(false);
        }

        if (drive is null || place.Slot.OnlineDrive != drive)
        {
            await _whole.RemoveAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task NoteAbsentAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        if (place.Slot.OnlineDrive is null)
        {
            await _whole.RemoveAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookThroughAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        // Noted first: what the drive missed, and even that its log was damaged, may no longer show after a restart.
        await _whole.RemoveAsync(place, cancellationToken).ConfigureAwait(false);
        if (place.Slot.OnlineDrive is not { } drive)
        {
            return;
        }

        RebuildDepth depth = IsDamaged(place) ? RebuildDepth.Content : RebuildDepth.Existence;
        RebuildResult result = await _rebuilder.RunAsync(place.Slot, depth, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (place.Slot.OnlineDrive != drive)
        {
            // It went again; what is there or comes is looked through on its own return.
            return;
        }

        if (!result.IsComplete)
        {
            throw new StorageException(StorageErrorCode.Unavailable, $"The drive '{place.Path}' could not be looked through to its end.");
        }

        await _whole.AddAsync(place, drive.Identity, cancellationToken).ConfigureAwait(false);
        place.NeedsCare = false;
    }

    private static bool IsDamaged(DrivePlace place) => place.Slot.Drive is LocalDrive { HasLogDamage: true };

    [LoggerMessage(1810, LogLevel.Warning, "A drive could not be brought up to date, and is tried again: {Reason}")]
    private partial void LogFailed(Exception exception, string reason);
}
