using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>
/// Deletes shards of writes that ended without a commit when the process did. Only blobs of earlier epochs are looked at: one that its owner does not
/// name then will never be named.
/// </summary>
internal sealed partial class OrphanSweeper
{
    private const int MaxBatch = 256;
    private const byte FormatVersion = 1;

    private static readonly ReadOnlyMemory<byte> SweptKey = MetadataKeys.Config("swept-epoch");
    private static readonly ReadOnlyMemory<byte> ClosedKey = MetadataKeys.Config("closed");

    private readonly IReadOnlyList<ErasureSet> _sets;
    private readonly IBlobCatalog _catalog;
    private readonly IMetadataStore _metadata;
    private readonly ILogger _logger;

    public OrphanSweeper(IReadOnlyList<ErasureSet> sets, IBlobCatalog catalog, IMetadataStore metadata, StoreEnvironment environment)
    {
        _sets = sets;
        _catalog = catalog;
        _metadata = metadata;
        _logger = environment.LoggerFactory.CreateLogger<OrphanSweeper>();
    }

    /// <summary>The first id that belongs to the running epoch, whose blobs may be in the making.</summary>
    public BlobId EndOfPast => BlobId.FirstOf(_metadata.Epoch);

    /// <summary>
    /// Sweeps all drives that are there over the epochs not swept yet, and notes them as swept. A drive that is away is swept when it returns
    /// (<see cref="DriveRebuilder"/>). If the last process did not close the store, all epochs are swept: deletions that were not durable may be undone, and
    /// metadata has forgotten them.
    /// </summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken cancellationToken = default)
    {
        MetadataValue? swept = await _metadata.GetAsync(SweptKey, cancellationToken).ConfigureAwait(false);
        BlobId from = StartAfter(swept);
        var total = new SweepResult(0, 0, 0, IsComplete: true);
        if (from.CompareTo(EndOfPast) >= 0)
        {
            return total;
        }

        from = await WasClosedAsync(cancellationToken).ConfigureAwait(false) ? from : default;

        foreach (DriveSlot slot in _sets.SelectMany(set => set.Slots))
        {
            if (slot.OnlineDrive is { } drive)
            {
                total += await SweepDriveAsync(drive, from, EndOfPast, cancellationToken).ConfigureAwait(false);
            }
        }

        if (total.IsComplete)
        {
            await NoteSweptAsync(swept, cancellationToken).ConfigureAwait(false);
        }

        LogSwept(total is { Deleted: 0, Unreadable: 0 } ? LogLevel.Debug : LogLevel.Information, total.Seen, total.Deleted, total.Unreadable);
        return total;
    }

    /// <summary>The first id of the epochs not swept yet: blobs from there on may also lack shards that were not durable when the process ended.</summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async ValueTask<BlobId> GetStartAsync(CancellationToken cancellationToken = default)
        => StartAfter(await _metadata.GetAsync(SweptKey, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Deletes from one drive the shards of the blobs in [from, to) that metadata provably does not name; <paramref name="to"/> must not exceed
    /// <see cref="EndOfPast"/>.
    /// </summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async Task<SweepResult> SweepDriveAsync(IDrive drive, BlobId from, BlobId to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, EndOfPast);
        long seen = 0;
        long deleted = 0;
        long unreadable = 0;
        bool complete = true;
        var orphans = new List<ShardRef>();
        try
        {
            await foreach (ShardInfo shard in drive.ListShardsAsync(from, to, cancellationToken).ConfigureAwait(false))
            {
                seen++;
                if (shard.Descriptor is not { } descriptor)
                {
                    unreadable++;
                    LogUnreadable(shard.Shard.Key.Blob, shard.Shard.Key.Shard, drive.Name);
                }
                else if (!await _catalog.IsNamedAsync(shard.Shard.Key.Blob, descriptor.Owner, cancellationToken).ConfigureAwait(false))
                {
                    orphans.Add(shard.Shard);
                }

                if (orphans.Count == MaxBatch)
                {
                    deleted += await DeleteAsync(drive, orphans, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (DriveUnavailableException)
        {
            complete = false;
        }

        deleted += await DeleteAsync(drive, orphans, cancellationToken).ConfigureAwait(false);
        return new SweepResult(seen, deleted, unreadable, complete && drive.IsOnline);
    }

    /// <summary>Notes that the store closes: to be called when nothing more is deleted, and every drive did what it was told.</summary>
    public async ValueTask NoteClosedAsync()
    {
        var transaction = new MetadataTransaction();
        transaction.Put(ClosedKey, new RecordWriter(FormatVersion).Finish());

        // Without the note the next sweep is a long one.
        await _metadata.CommitAsync(transaction, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Whether the note that the store closed is of the epoch before this one.</summary>
    private async ValueTask<bool> WasClosedAsync(CancellationToken cancellationToken)
        => await _metadata.GetAsync(ClosedKey, cancellationToken).ConfigureAwait(false) is { } note && note.Stamp.Epoch == _metadata.Epoch - 1;

    private static BlobId StartAfter(MetadataValue? swept)
    {
        if (swept is not { } value)
        {
            return default;
        }

        var reader = new RecordReader(value.Value.Span, FormatVersion);
        return BlobId.FirstOf(checked((uint)reader.ReadVarint() + 1));
    }

    private static async ValueTask<int> DeleteAsync(IDrive drive, List<ShardRef> orphans, CancellationToken cancellationToken)
    {
        if (orphans.Count == 0)
        {
            return 0;
        }

        DriveStatus status = await drive.DeleteShardsAsync(orphans, cancellationToken).ConfigureAwait(false);
        int deleted = status == DriveStatus.Ok ? orphans.Count : 0;
        orphans.Clear();
        return deleted;
    }

    private async ValueTask NoteSweptAsync(MetadataValue? previous, CancellationToken cancellationToken)
    {
        var writer = new RecordWriter(FormatVersion);
        writer.WriteVarint(_metadata.Epoch - 1);
        var transaction = new MetadataTransaction();
        transaction.RequireUnchanged(SweptKey, previous);
        transaction.Put(SweptKey, writer.Finish());

        // Without the note the next sweep looks at these epochs again, and finds nothing.
        CommitResult commit = await _metadata.CommitAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (commit.Status != CommitStatus.Committed)
        {
            LogNotNoted(commit.Status);
        }
    }

    [LoggerMessage(EventId = 1440, Message = "Swept the drives for shards of unfinished writes: {Seen} seen, {Deleted} deleted, {Unreadable} unreadable and left alone.")]
    private partial void LogSwept(LogLevel level, long seen, long deleted, long unreadable);

    [LoggerMessage(1441, LogLevel.Warning, "Shard {Shard} of blob {Blob} on {Drive} does not say whose it is; it was left alone.")]
    private partial void LogUnreadable(BlobId blob, byte shard, string drive);

    [LoggerMessage(1442, LogLevel.Warning, "The sweep could not be noted ({Status}); it is repeated after the next start.")]
    private partial void LogNotNoted(CommitStatus status);
}
