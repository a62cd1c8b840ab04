using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Scheduling;

namespace ObjectStore.Drives.Log;

/// <summary>
/// Keeps the log short: makes the index durable now and then, which moves the checkpoint on, copies what is live out of segments that are mostly
/// dead, and deletes segments once a durable index names nothing in them. Starts itself after enough was written or deleted. Thread-safe; one collection runs at a time.
/// </summary>
internal sealed partial class SegmentCollector(
    LogWriter writer,
    LogCommitter committer,
    LogSegments segments,
    DriveCatalog catalog,
    DriveIo io,
    DriveHealth health,
    IWorkScheduler scheduler,
    DriveSpace space,
    long segmentSize,
    ulong driveSeed,
    string drive,
    ILogger logger) : IThreadPoolWorkItem
{
    /// <summary>Bytes written or released since the last collection that start the next; no more than a segment.</summary>
    private const long TriggerBytes = 64L << 20;

    /// <summary>The bytes copied in one step.</summary>
    private const int StepBytes = 1 << 20;

    /// <summary>The most segments that one collection copies from, so that it ends soon.</summary>
    private const int MaxVictims = 16;

    /// <summary>The most that one collection copies, in segments.</summary>
    private const int MaxCopied = 4;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Segments with records that cannot be copied: they wait for healing to replace these.</summary>
    private readonly HashSet<ulong> _stuck = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _collectedAt;
    private int _isQueued;

    private long Activity => committer.WrittenBytes + catalog.ReleasedBytes;

    /// <summary>Starts a collection if it is time. Returns at once.</summary>
    public void Trigger()
    {
        if (Activity - Volatile.Read(ref _collectedAt) > Math.Min(TriggerBytes, segmentSize)
            && !_stopping.IsCancellationRequested
            && Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            scheduler.Queue(this);
        }
    }

    /// <summary>Runs a collection to its end.</summary>
    public async Task<DriveStatus> CollectAsync(CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_stopping.IsCancellationRequested)
            {
                return DriveStatus.Offline;
            }

            DriveStatus status = await DeleteDeadAsync().ConfigureAwait(false);
            List<ulong> victims = ChooseVictims();
            foreach (ulong victim in victims)
            {
                await MoveLiveAsync(victim, cancellationToken).ConfigureAwait(false);
            }

            if (victims.Count == 0 || status != DriveStatus.Ok)
            {
                return status;
            }

            status = await committer.FlushAsync().ConfigureAwait(false);
            return status == DriveStatus.Ok ? await DeleteDeadAsync().ConfigureAwait(false) : status;
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            return health.Judge(e);
        }
        finally
        {
            Volatile.Write(ref _collectedAt, Activity);
            _one.Release();
        }
    }

    /// <summary>Ends the collection that runs, and starts none any more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _one.WaitAsync().ConfigureAwait(false);
        _one.Release();
    }

    void IThreadPoolWorkItem.Execute() => _ = CollectQueuedAsync();

    private async Task CollectQueuedAsync()
    {
        try
        {
            await CollectAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The drive closes.
        }
        catch (Exception e)
        {
            // A mistake of ours: without collection the log only grows, but that must be seen.
            LogCollectionFailed(drive, e);
        }
        finally
        {
            Volatile.Write(ref _isQueued, 0);
        }
    }

    /// <summary>Deletes what nothing names, in an order that a crash cannot hurt: empty by the index, index durable, checkpoint behind it, deleted.</summary>
    private Task<DriveStatus> DeleteDeadAsync() => io.RunAsync(this, static collector => collector.DeleteDead());

    private DriveStatus DeleteDead()
    {
        ulong[] dead = Array.FindAll(segments.Numbers, number => number < writer.ActiveSegment && catalog.LiveBytes(number) == 0);
        catalog.Flush();
        ulong limit = catalog.DurableCheckpoint.Position.Segment;
        ulong[] deleted = Array.FindAll(dead, number => number < limit);
        foreach (ulong number in deleted)
        {
            segments.Delete(number);
            _stuck.Remove(number);
        }

        if (deleted.Length > 0)
        {
            catalog.ForgetSegments(deleted);
            LogDeleted(drive, deleted.Length);
        }

        return DriveStatus.Ok;
    }

    private List<ulong> ChooseVictims()
    {
        // A segment is worth copying that is half dead; on a full drive, the little that is dead has to do.
        (long share, long parts) = space.HasRoom ? (1, 2) : (15, 16);
        ulong limit = Math.Min(catalog.DurableCheckpoint.Position.Segment, writer.ActiveSegment);
        var victims = new List<(long Live, ulong Number)>();
        foreach (ulong number in segments.Numbers)
        {
            long live = catalog.LiveBytes(number);
            if (number < limit && live > 0 && live < segments.LengthOf(number) / parts * share && !_stuck.Contains(number))
            {
                victims.Add((live, number));
            }
        }

        victims.Sort();
        return ThatFit(victims);
    }

    /// <summary>The first ones whose copies take no more than a part of the reserve, at least one.</summary>
    private List<ulong> ThatFit(List<(long Live, ulong Number)> victims)
    {
        var chosen = new List<ulong>();
        long copied = 0;
        foreach ((long live, ulong number) in victims)
        {
            copied += live;
            if (chosen.Count > 0 && (copied > MaxCopied * segmentSize || chosen.Count == MaxVictims))
            {
                break;
            }

            chosen.Add(number);
        }

        return chosen;
    }

    private async Task MoveLiveAsync(ulong segment, CancellationToken cancellationToken)
    {
        long offset = 0;
        while (offset >= 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await committer.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
            if (committer.IsFull)
            {
                return;
            }

            (List<ShardEntry> entries, offset) = await io.RunAsync((Collector: this, segment, offset), static step => step.Collector.ReadLive(step.segment, step.offset), cancellationToken)
                .ConfigureAwait(false);
            foreach (ShardEntry entry in entries)
            {
                committer.Enqueue(entry);
            }
        }
    }

    /// <summary>Copies live shards of a segment from an offset on; gives the offset to go on at, or -1.</summary>
    private (List<ShardEntry> Entries, long Next) ReadLive(ulong segment, long offset)
    {
        var entries = new List<ShardEntry>();
        if (!segments.TryAcquire(segment, out SegmentLease lease))
        {
            return (entries, -1);
        }

        using (lease)
        {
            using var reader = new SegmentReader(lease.File, segment, driveSeed, lease.Length);
            int bytes = 0;
            while (bytes < StepBytes && (offset = reader.FindHeader(offset)) >= 0 && reader.TryReadHeader(offset, out LogRecordHeader header))
            {
                if (Copy(reader, new LogPosition(segment, offset), header) is ShardEntry entry)
                {
                    entries.Add(entry);
                    bytes += entry.RecordLength;
                }

                offset += header.RecordLength;
            }

            return (entries, offset);
        }
    }

    private ShardEntry? Copy(SegmentReader reader, LogPosition position, LogRecordHeader header)
    {
        if (header.Kind is not (LogRecordKind.Shard or LogRecordKind.MovedShard))
        {
            return null;
        }

        bool isGood = reader.TryReadBody(position.Offset, header, out ReadOnlyMemory<byte> body);
        int size = ShardFooter.ReadSize(body.Span);
        if (!isGood || size == 0 || size > body.Length || !ShardFooter.TryRead(body.Span[^size..], out ShardKey key, out long length))
        {
            _stuck.Add(position.Segment);
            return null;
        }

        if (catalog.Find(key)?.Position != position)
        {
            return null;
        }

        var record = new LogRecordBuffer(LogRecordKind.MovedShard, body.Length);
        body.Span.CopyTo(record.Body);
        record.Seal();
        return new ShardEntry(key, (int)length, record) { MovedFrom = position };
    }

    [LoggerMessage(EventId = 1160, Level = LogLevel.Debug, Message = "Deleted {Count} log segments of the drive {Drive} that held nothing live")]
    private partial void LogDeleted(string drive, int count);

    [LoggerMessage(EventId = 1161, Level = LogLevel.Error, Message = "Collecting log segments of the drive {Drive} failed unexpectedly")]
    private partial void LogCollectionFailed(string drive, Exception error);
}
