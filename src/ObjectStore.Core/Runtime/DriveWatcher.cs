using Microsoft.Extensions.Logging;
using ObjectStore.Drives;
using ObjectStore.Drives.Format;
using ObjectStore.Files;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Runtime;

/// <summary>
/// Looks after the slots while the store is open: takes failed drives out, and puts back drives that returned or were replaced by an empty directory.
/// A directory that is absent is waited for, never created: it may be a mount that is missing.
/// </summary>
internal sealed partial class DriveWatcher
{
    private readonly StorePlan _plan;
    private readonly IReadOnlyList<DrivePlace> _places;
    private readonly LocalDriveSource _source;
    private readonly ReplicatedMetadataStore _metadata;
    private readonly DriveCare _care;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public DriveWatcher(
        StorePlan plan,
        IReadOnlyList<DrivePlace> places,
        LocalDriveSource source,
        ReplicatedMetadataStore metadata,
        DriveCare care,
        TimeSpan interval,
        StoreEnvironment environment)
    {
        _plan = plan;
        _places = places;
        _source = source;
        _metadata = metadata;
        _care = care;
        _interval = interval;
        _time = environment.Time;
        _logger = environment.LoggerFactory.CreateLogger<DriveWatcher>();
    }

    /// <summary>Looks at every slot now, and once an interval, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            do
            {
                await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Looks at every slot.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (DrivePlace place in _places)
        {
            await CheckSafelyAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One drive's trouble, of whatever kind, must not end the watch over the others.</summary>
    private async Task CheckSafelyAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(place, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogCheckFailed(e, place.Path);
        }
    }

    private async Task CheckAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        if (place.Slot.Drive is IDrive drive)
        {
            drive.CheckIdentity();
            if (!drive.IsOnline)
            {
                await TakeOutAsync(place, drive).ConfigureAwait(false);
            }
        }
        else
        {
            await TryPutBackAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeOutAsync(DrivePlace place, IDrive drive)
    {
        place.OfflineReason = drive.FailureReason;
        place.NeedsCare = true;
        place.Slot.Drive = null;
        LogTakenOut(place.Path, place.OfflineReason ?? "it failed");
        if (place.Slot.Replica >= 0)
        {
            _metadata.Detach(place.Slot.Replica);
        }

        _care.OnTakenOut(place);
        await drive.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TryPutBackAsync(DrivePlace place, CancellationToken cancellationToken)
    {
        try
        {
            DriveCandidate candidate = _source.Inspect(place.Path);
            if (FormatOf(place, candidate) is not DriveFormat format)
            {
                return;
            }

            LocalDrive drive = await _source.OpenAsync(place.Path, format).ConfigureAwait(false);
            place.Format = format;
            place.IsMountPoint = candidate.IsMountPoint;
            place.Slot.Drive = drive;
            place.OfflineReason = null;
            if (place.Slot.Replica >= 0)
            {
                await _metadata.AttachAsync(place.Slot.Replica, drive.Replica, cancellationToken).ConfigureAwait(false);
            }

            LogPutBack(place.Path);
            _care.OnReturned(place);
        }
        catch (Exception e) when (e is DriveFormatException or DriveIOException or RecordFormatException or StorageException)
        {
            await GiveUpAsync(place, e).ConfigureAwait(false);
        }
    }

    private async Task GiveUpAsync(DrivePlace place, Exception reason)
    {
        if (place.OfflineReason != reason.Message)
        {
            LogNotPutBack(reason, place.Path);
        }

        place.OfflineReason = reason.Message;
        if (place.Slot.Drive is IDrive drive)
        {
            place.Slot.Drive = null;
            await drive.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The format of the drive at a place, formatting an empty directory; null while there is none to use.</summary>
    private DriveFormat? FormatOf(DrivePlace place, DriveCandidate candidate)
    {
        if (candidate.Format is DriveFormat format)
        {
            bool fits = format.DeploymentId == _plan.DeploymentId && format.Set == place.Slot.Set && format.Slot == place.Slot.Index;
            place.OfflineReason = fits ? place.OfflineReason : $"The directory holds the drive of set {format.Set}, slot {format.Slot} of store {format.DeploymentId}.";
            return fits ? format : null;
        }

        if (!candidate.IsEmpty)
        {
            place.OfflineReason = candidate.WhyUnusable ?? "The directory does not exist.";
            return null;
        }

        if (candidate.WhyNotToReplace(place.IsMountPoint is { } known ? [known] : OtherMountPoints(place)) is { } reason)
        {
            place.OfflineReason = reason;
            return null;
        }

        DriveFormat replacement = _plan.ReplacementFor(place.Slot.Set, place.Slot.Index, _source.NewId());
        _source.Format(place.Path, replacement);
        LogReplaced(place.Path, place.Slot.Set, place.Slot.Index);
        return replacement;
    }

    /// <summary>What stood at the other places as long as their drives were there: disks may go together.</summary>
    private bool[] OtherMountPoints(DrivePlace place) => [.. _places.Where(other => other != place).Select(static other => other.IsMountPoint).OfType<bool>()];

    [LoggerMessage(1820, LogLevel.Warning, "The drive '{Path}' was taken out: {Reason}")]
    private partial void LogTakenOut(string path, string reason);

    [LoggerMessage(1821, LogLevel.Information, "The drive '{Path}' is back.")]
    private partial void LogPutBack(string path);

    [LoggerMessage(1822, LogLevel.Warning, "The drive '{Path}' cannot be put back.")]
    private partial void LogNotPutBack(Exception exception, string path);

    [LoggerMessage(1824, LogLevel.Error, "The drive '{Path}' could not be checked.")]
    private partial void LogCheckFailed(Exception exception, string path);

    [LoggerMessage(1823, LogLevel.Information, "The empty directory '{Path}' was formatted to replace slot {Slot} of erasure set {Set}.")]
    private partial void LogReplaced(string path, int set, int slot);
}
