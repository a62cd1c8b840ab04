using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;
using ObjectStore.Files;
using ObjectStore.Metadata.Records;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Log;

/// <summary>
/// Brings the index up to the end of the log when a drive is opened. Tells a torn tail from damage: the last write may have become durable in any of
/// its parts, so from its first bad record on it is cut; anything bad before that, or known to the index, was durable once and is damage, which is
/// reported, skipped and never cut.
/// </summary>
internal sealed partial class LogReplay(IDriveFiles files, LogSegments segments, DriveCatalog catalog, ulong driveSeed, string drive, ILogger logger)
{
    private const int EntriesPerBatch = 1024;

    private readonly List<LogEntry> _entries = [];
    private readonly Checkpoint _indexed = catalog.End;
    private Checkpoint _next = catalog.Checkpoint;
    private bool _hasEntered;

    /// <summary>Whether the log has lost something that was durable.</summary>
    public bool HasDamage { get; private set; }

    /// <summary>Replays from the checkpoint and gives the end of the log.</summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    /// <exception cref="RecordFormatException">A record is of a newer format.</exception>
    public Checkpoint Run()
    {
        ulong[] numbers = Array.FindAll(segments.Numbers, number => number >= _next.Position.Segment);
        foreach (ulong number in numbers)
        {
            EnterSegment(number);
            ReplaySegment(number, isLast: number == numbers[^1]);
        }

        if (_next.Position < _indexed.Position)
        {
            // The index knows of records that the log has lost.
            ReportDamage(_next.Position, 0);
            MarkGap();
            _next = _indexed;
        }

        Commit();
        catalog.EndReplay();
        if (HasDamage)
        {
            LogHasDamage(drive);
        }

        return _next with { Sequence = Math.Max(_next.Sequence, 1) };
    }

    private void EnterSegment(ulong number)
    {
        LogPosition expected = _next.Position;
        bool follows = _hasEntered ? number == expected.Segment + 1 : number == expected.Segment || expected.Offset == 0;
        _hasEntered = true;
        if (!follows)
        {
            ReportDamage(expected, 0);
            MarkGap();
        }

        if (number != expected.Segment)
        {
            _next = _next with { Position = new LogPosition(number, 0) };
        }
        else if (segments.LengthOf(number) < expected.Offset)
        {
            ReportDamage(new LogPosition(number, segments.LengthOf(number)), expected.Offset - segments.LengthOf(number));
            MarkGap();
        }
    }

    private void ReplaySegment(ulong number, bool isLast)
    {
        if (!segments.TryAcquire(number, out SegmentLease lease))
        {
            return;
        }

        using (lease)
        {
            using var reader = new SegmentReader(lease.File, number, driveSeed, lease.Length);
            while (_next.Position.Offset < reader.Length)
            {
                if (!ReplayRecord(reader) && !SkipDamage(reader, isLast))
                {
                    break;
                }
            }
        }
    }

    /// <summary>Takes the next record; false if it is bad.</summary>
    private bool ReplayRecord(SegmentReader reader)
    {
        LogPosition position = _next.Position;
        if (!reader.TryReadHeader(position.Offset, out LogRecordHeader header) || !reader.TryReadBody(position.Offset, header, out ReadOnlyMemory<byte> body))
        {
            return false;
        }

        if (_next.Sequence != 0 && header.Sequence != _next.Sequence)
        {
            // Whole records are missing without a trace.
            ReportDamage(position, 0);
            MarkGap();
        }

        var place = new Checkpoint(position, header.Sequence);
        Advance(header);
        Take(header, body, place);
        return true;
    }

    private void Take(LogRecordHeader header, ReadOnlyMemory<byte> body, Checkpoint place)
    {
        switch (header.Kind)
        {
            case LogRecordKind.Shard or LogRecordKind.MovedShard:
                TakeShard(header, body.Span, place);
                break;
            case LogRecordKind.Metadata:
                Add(ReplayedEntry.Metadata(MetadataRecordCodec.Read(body.ToArray()), place));
                break;
            default:
                throw new RecordFormatException($"The log of the drive '{drive}' has a record of kind {(byte)header.Kind}, of a newer release.");
        }
    }

    private void TakeShard(LogRecordHeader header, ReadOnlySpan<byte> image, Checkpoint place)
    {
        if (place.Position < _indexed.Position)
        {
            // Placed before, and perhaps deleted since.
            return;
        }

        int size = ShardFooter.ReadSize(image);
        if (size == 0 || size > image.Length || !ShardFooter.TryRead(image[^size..], out ShardKey key, out long length) || length + size != image.Length)
        {
            throw new RecordFormatException($"The log of the drive '{drive}' has a shard at {place.Position} whose format this release does not know.");
        }

        var location = new ShardLocation(place.Position, header.RecordLength, (int)length);
        Add(header.Kind == LogRecordKind.Shard ? ReplayedEntry.Shard(key, location) : ReplayedEntry.MovedShard(key, location));
    }

    /// <summary>Deals with a bad record; false if nothing more can be read in the segment.</summary>
    private bool SkipDamage(SegmentReader reader, bool isLast)
    {
        LogPosition bad = _next.Position;
        if (isLast && bad >= _indexed.Position && IsTorn(reader))
        {
            Cut(bad, reader.Length);
            return false;
        }

        if (reader.TryReadHeader(bad.Offset, out LogRecordHeader header))
        {
            ReportDamage(bad, header.RecordLength);
            Advance(header);
            if (header.Kind is not (LogRecordKind.Shard or LogRecordKind.MovedShard))
            {
                MarkGap();
            }

            return true;
        }

        long next = reader.FindHeader(bad.Offset + LogRecordHeader.Alignment);
        ReportDamage(bad, (next < 0 ? reader.Length : next) - bad.Offset);
        MarkGap();
        if (next >= 0 && reader.TryReadHeader(next, out LogRecordHeader found))
        {
            _next = new Checkpoint(bad with { Offset = next }, found.Sequence);
            return true;
        }

        // Nothing more can be read: records go on in the next segment, or right behind the damage.
        long end = (reader.Length + LogRecordHeader.Alignment - 1) & ~(LogRecordHeader.Alignment - 1L);
        _next = new Checkpoint(bad with { Offset = end }, Sequence: 0);
        return false;
    }

    /// <summary>Whether the bad record belongs to the last write: no record of a later one is behind it.</summary>
    private bool IsTorn(SegmentReader reader)
    {
        long offset = reader.FindHeader(_next.Position.Offset + LogRecordHeader.Alignment);
        while (offset >= 0 && reader.TryReadHeader(offset, out LogRecordHeader header))
        {
            if (_next.Sequence == 0 || header.BatchStart > _next.Sequence)
            {
                return false;
            }

            offset = reader.FindHeader(offset + header.RecordLength);
        }

        return true;
    }

    private void Cut(LogPosition position, long length)
    {
        LogTornTail(drive, DriveLayout.Segment(position.Segment), position.Offset, length - position.Offset);
        using IDriveFile file = files.Open(DriveLayout.Segment(position.Segment), writable: true);
        file.SetLength(position.Offset);
        file.SyncData();
    }

    private void Advance(LogRecordHeader header)
        => _next = new Checkpoint(_next.Position with { Offset = _next.Position.Offset + header.RecordLength }, header.Sequence + 1);

    private void Add(LogEntry entry)
    {
        _entries.Add(entry);
        if (_entries.Count >= EntriesPerBatch)
        {
            Commit();
        }
    }

    private void Commit()
    {
        catalog.Commit(_entries, _next);
        _entries.Clear();
    }

    private void MarkGap() => Add(ReplayedEntry.MetadataGap());

    private void ReportDamage(LogPosition position, long length)
    {
        HasDamage = true;
        LogDamage(drive, DriveLayout.Segment(position.Segment), position.Offset, length);
    }

    [LoggerMessage(EventId = 1140, Level = LogLevel.Warning, Message = "The log of the drive {Drive} ends in an unfinished write: {Segment} is cut at {Offset}, dropping {Length} bytes that were never acknowledged")]
    private partial void LogTornTail(string drive, string segment, long offset, long length);

    [LoggerMessage(EventId = 1141, Level = LogLevel.Error, Message = "The log of the drive {Drive} is damaged: {Length} bytes of {Segment} at {Offset} are unreadable and skipped")]
    private partial void LogDamage(string drive, string segment, long offset, long length);

    [LoggerMessage(EventId = 1142, Level = LogLevel.Warning, Message = "The drive {Drive} lost log records to damage; its shards need healing")]
    private partial void LogHasDamage(string drive);
}
