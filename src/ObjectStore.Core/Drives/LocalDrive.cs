using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Format;
using ObjectStore.Drives.Index;
using ObjectStore.Drives.Log;
using ObjectStore.Files;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Drives;

/// <summary>A drive that is a local directory: small shards and metadata in its log, large shards in files, an index over both.</summary>
internal sealed partial class LocalDrive : IDrive
{
    private const int ListPage = 64;

    private readonly LocalDriveParts _parts;
    private readonly ILogger _logger;
    private int _isDisposed;

    private LocalDrive(LocalDriveParts parts, ILogger logger)
    {
        _parts = parts;
        _logger = logger;
        Replica = parts.Replica;
    }

    public DriveIdentity Identity => _parts.Identity;

    public string Name => _parts.Files.RootPath;

    [MemberNotNullWhen(false, nameof(FailureReason))]
    public bool IsOnline => _parts.Health.IsOnline;

    public string? FailureReason => _parts.Health.FailureReason;

    public CancellationToken Failed => _parts.Health.Failed;

    public IMetadataReplica Replica { get; }

    /// <summary>Whether its log had lost durable records when it was opened: its shards need healing.</summary>
    public bool HasLogDamage => _parts.HasLogDamage;

    /// <summary>
    /// Opens a formatted drive: takes its lock, checks that it is the one expected, deletes unfinished shards, replays its log.
    /// </summary>
    /// <param name="files">Its files: the drive's from now on, disposed with it, or if it cannot be opened.</param>
    /// <param name="openIndex">Opens the index in a directory, given by its full path.</param>
    /// <param name="expected">Its format, as read before.</param>
    /// <param name="environment">Time, threads, log.</param>
    /// <exception cref="DriveFormatException">It is another drive, or in use by another process.</exception>
    /// <exception cref="DriveIOException">It cannot be read or written.</exception>
    /// <exception cref="Metadata.Records.RecordFormatException">It has records of a newer release.</exception>
    public static async Task<LocalDrive> OpenAsync(IDriveFiles files, Func<string, IDriveIndex> openIndex, DriveFormat expected, StoreEnvironment environment)
    {
        ILogger logger = environment.LoggerFactory.CreateLogger<LocalDrive>();
        var io = new DriveIo(environment.Scheduler);
        LocalDriveParts parts = await io.RunAsync(
            (files, openIndex, expected, environment, io, logger),
            static open => LocalDriveParts.Open(open.files, open.openIndex, open.expected, open.environment, open.io, open.logger)).ConfigureAwait(false);
        return new LocalDrive(parts, logger);
    }

    public (long TotalBytes, long FreeBytes) GetSpace()
    {
        try
        {
            return IsOnline ? _parts.Files.GetSpace() : default;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            _parts.Health.Judge(e);
            return default;
        }
    }

    public void CheckIdentity()
    {
        if (!IsOnline)
        {
            return;
        }

        try
        {
            if (FindReplacement() is string problem)
            {
                _parts.Health.Fail(problem);
            }
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            _parts.Health.Fail(e.Message, e);
        }
    }

    public ValueTask<DriveStatus> StageShardAsync(ShardDescriptor descriptor, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        => _parts.LogShards.StageAsync(descriptor, data, cancellationToken);

    public async ValueTask<DriveStatus> FlushAsync(CancellationToken cancellationToken = default)
        => await _parts.Committer.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask<(DriveStatus Status, IShardWriter? Writer)> CreateShardAsync(ShardDescriptor descriptor, CancellationToken cancellationToken = default)
        => _parts.ShardFiles.CreateAsync(descriptor, cancellationToken);

    public async ValueTask<(DriveStatus Status, IShardReader? Reader)> OpenShardAsync(ShardRef shard, CancellationToken cancellationToken = default)
    {
        if (!IsOnline)
        {
            return (DriveStatus.Offline, null);
        }

        try
        {
            return ShardLayout.IsLogShard(shard.Length)
                ? await _parts.LogShards.OpenAsync(shard, cancellationToken).ConfigureAwait(false)
                : await _parts.ShardFiles.OpenAsync(shard, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            return (_parts.Health.Judge(e), null);
        }
    }

    public async ValueTask<DriveStatus> DeleteShardsAsync(IReadOnlyList<ShardRef> shards, CancellationToken cancellationToken = default)
    {
        if (!IsOnline)
        {
            return DriveStatus.Offline;
        }

        cancellationToken.ThrowIfCancellationRequested();
        ShardKey[] inLog = [.. shards.Where(static shard => ShardLayout.IsLogShard(shard.Length)).Select(static shard => shard.Key)];
        ShardKey[] inFiles = [.. shards.Where(static shard => !ShardLayout.IsLogShard(shard.Length)).Select(static shard => shard.Key)];
        Task<DriveStatus> removed = RemoveFromLogAsync(inLog);
        if (inFiles.Length > 0)
        {
            DriveStatus status = await _parts.ShardFiles.DeleteAsync(inFiles).ConfigureAwait(false);
            if (status != DriveStatus.Ok)
            {
                return status;
            }
        }

        return await removed.ConfigureAwait(false);
    }

    public async ValueTask<DriveStatus> SettleAsync()
    {
        // Once closed, the committer has nothing that waits.
        await _parts.Committer.FlushAsync().ConfigureAwait(false);
        return IsOnline ? await _parts.Io.RunAsync(this, static drive => drive.Settle()).ConfigureAwait(false) : DriveStatus.Offline;
    }

    public async IAsyncEnumerable<ShardInfo> ListShardsAsync(BlobId from, BlobId to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] first = new byte[CatalogKeys.ShardSize];
        byte[] end = new byte[CatalogKeys.ShardSize];
        CatalogKeys.WriteShard(new ShardKey(from, 0), first);
        CatalogKeys.WriteShard(new ShardKey(to, 0), end);
        List<ShardInfo> page;
        do
        {
            page = await ListAsync((_parts.LogShards, first, end), static list => list.LogShards.List(list.first, list.end, ListPage), cancellationToken).ConfigureAwait(false);
            foreach (ShardInfo info in page)
            {
                yield return info;
            }

            if (page.Count > 0)
            {
                CatalogKeys.WriteShardAfter(page[^1].Shard.Key, first);
            }
        }
        while (page.Count == ListPage);

        for (int directory = 0; directory < DriveLayout.FanOut; directory++)
        {
            List<ShardKey> keys = await ListAsync((_parts.ShardFiles, directory, from, to), static list => list.ShardFiles.List(list.directory, list.from, list.to), cancellationToken)
                .ConfigureAwait(false);
            foreach (ShardKey key in keys)
            {
                ShardInfo? info = await ListAsync((_parts.ShardFiles, key), static describe => describe.ShardFiles.Describe(describe.key), cancellationToken).ConfigureAwait(false);
                if (info is ShardInfo found)
                {
                    yield return found;
                }
            }
        }
    }

    /// <summary>Frees log space now, which happens by itself as well: <see cref="SegmentCollector"/>.</summary>
    public Task<DriveStatus> CollectAsync(CancellationToken cancellationToken = default) => _parts.Collector.CollectAsync(cancellationToken);

    /// <summary>Commits what is pending, makes the index durable, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _parts.Collector.StopAsync().ConfigureAwait(false);
        await _parts.Committer.CloseAsync().ConfigureAwait(false);
        bool isClean = await SettleAsync().ConfigureAwait(false) == DriveStatus.Ok;
        _parts.Health.Close();
        _parts.Dispose();
        LogClosed(Name, isClean);
    }

    private Task<DriveStatus> RemoveFromLogAsync(ShardKey[] keys)
    {
        if (keys.Length == 0)
        {
            return Task.FromResult(DriveStatus.Ok);
        }

        var removal = new RemovalEntry(keys);
        _parts.Committer.Enqueue(removal);
        return removal.Completion;
    }

    private string? FindReplacement()
    {
        if (!_parts.Files.IsInPlace())
        {
            return $"The directory '{Name}' is gone, or is another one now.";
        }

        DriveInspection inspection = DriveFormatFile.Read(_parts.Files);
        if (inspection.Format?.ToIdentity() != Identity)
        {
            return inspection.Problem ?? $"The directory '{Name}' is not the drive {Identity.DriveId} any more.";
        }

        return _parts.Files.FileExists(DriveLayout.Segment(_parts.Writer.ActiveSegment)) ? null : $"The log of the drive '{Name}' was removed.";
    }

    private DriveStatus Settle()
    {
        try
        {
            _parts.Catalog.Flush();
            LocalDriveParts.SyncNames(_parts.Files);
            return DriveStatus.Ok;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            _parts.Health.Fail(e.Message, e);
            return DriveStatus.Offline;
        }
    }

    private async Task<TResult> ListAsync<TState, TResult>(TState state, Func<TState, TResult> list, CancellationToken cancellationToken)
    {
        if (!IsOnline)
        {
            throw new DriveUnavailableException(FailureReason);
        }

        try
        {
            return await _parts.Io.RunAsync(state, list, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            _parts.Health.Judge(e);
            throw new DriveUnavailableException(e.Message, e);
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Closed the drive {Drive} (clean: {IsClean})")]
    private partial void LogClosed(string drive, bool isClean);
}
