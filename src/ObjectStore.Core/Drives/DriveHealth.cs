using Microsoft.Extensions.Logging;
using ObjectStore.Files;

namespace ObjectStore.Drives;

/// <summary>
/// Whether a drive has failed. Failing is final: after a failed sync the kernel may have dropped what was to be written, so nothing later can be believed. Thread-safe.
/// </summary>
internal sealed partial class DriveHealth(string name, ILogger logger)
{
    private readonly CancellationTokenSource _failed = new();
    private string? _reason;

    public bool IsOnline => Volatile.Read(ref _reason) is null;

    /// <summary>The first failure; null while online.</summary>
    public string? FailureReason => Volatile.Read(ref _reason);

    /// <summary>Cancelled by the first failure. Callbacks run on other threads.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>Fails the drive; only the first reason counts.</summary>
    public void Fail(string reason, Exception? cause = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            LogFailed(name, reason, cause);
            _ = _failed.CancelAsync();
        }
    }

    /// <summary>Takes the drive out of service because it is closed, which is no failure.</summary>
    public void Close() => Interlocked.CompareExchange(ref _reason, "The drive is closed.", null);

    /// <summary>Whether an error is the drive's, or comes from its being closed meanwhile.</summary>
    public static bool IsDriveError(Exception error) => error is DriveIOException or ObjectDisposedException;

    /// <summary>Says what an error of the drive means: a full drive goes on, anything else fails the drive.</summary>
    public DriveStatus Judge(Exception error)
    {
        if (error is DriveIOException { IsFull: true } && IsOnline)
        {
            return DriveStatus.Full;
        }

        Fail(error.Message, error);
        return DriveStatus.Offline;
    }

    /// <summary>Makes a file's content durable, or fails the drive, whatever the error.</summary>
    public void Sync(IDriveFile file)
    {
        try
        {
            file.SyncData();
        }
        catch (DriveIOException e)
        {
            Fail(e.Message, e);
            throw;
        }
    }

    /// <summary>Makes a directory's entries durable, or fails the drive, whatever the error.</summary>
    public void SyncDirectory(IDriveFiles files, string path)
    {
        try
        {
            files.SyncDirectory(path);
        }
        catch (DriveIOException e)
        {
            Fail(e.Message, e);
            throw;
        }
    }

    [LoggerMessage(EventId = 1100, Level = LogLevel.Error, Message = "The drive {Drive} failed and is taken out of service: {Reason}")]
    private partial void LogFailed(string drive, string reason, Exception? cause);
}
