using ObjectStore.Drives.Catalog;
using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>Writes batches of records to the end of the log, each durable when the call returns. For one caller at a time.</summary>
internal sealed class LogWriter(IDriveFiles files, LogSegments segments, DriveHealth health, ulong driveSeed, long segmentSize)
{
    /// <summary>A segment that would grow beyond this is closed and the next begun: see <see cref="SegmentSizeOf"/>.</summary>
    private const long SegmentSize = 64 << 20;

    private const long MinSegmentSize = 1 << 20;

    private readonly List<ReadOnlyMemory<byte>> _buffers = [];
    private LogSegment? _segment;
    private Checkpoint _end;

    /// <summary>The end of the log, where the next record goes, and that record's sequence.</summary>
    public Checkpoint End => _end;

    /// <summary>The segment that is written to.</summary>
    public ulong ActiveSegment => Volatile.Read(ref _segment)!.Number;

    /// <summary>The segment size of a drive: on a small one less, so that its reserve has room for the copies that free segments.</summary>
    public static long SegmentSizeOf(long driveBytes) => Math.Min(SegmentSize, Math.Max(MinSegmentSize, driveBytes / 64));

    /// <summary>Goes to the end of the log, which replay found; begins the first segment if there is none.</summary>
    /// <exception cref="DriveIOException">The drive cannot be written.</exception>
    public void Open(Checkpoint end)
    {
        _end = end;
        if (!files.FileExists(DriveLayout.Segment(end.Position.Segment)))
        {
            BeginSegment(end.Position.Segment);
            return;
        }

        IDriveFile file = files.Open(DriveLayout.Segment(end.Position.Segment), writable: true);
        _segment = segments.Add(end.Position.Segment, file, end.Position.Offset);
    }

    /// <summary>
    /// Writes the records of a batch with one call and one sync, and notes their places in the entries. A full drive is the only failure that leaves
    /// the log as it was.
    /// </summary>
    /// <exception cref="DriveIOException">The drive failed.</exception>
    public DriveStatus Append(IReadOnlyList<LogEntry> entries)
    {
        long length = 0;
        foreach (LogEntry entry in entries)
        {
            length += entry.RecordLength;
        }

        if (length == 0)
        {
            return DriveStatus.Ok;
        }

        try
        {
            if (_end.Position.Offset > 0 && _end.Position.Offset + length > segmentSize)
            {
                BeginSegment(_end.Position.Segment + 1);
            }

            Checkpoint end = Place(entries);
            Write(end);
            return DriveStatus.Ok;
        }
        catch (DriveIOException e) when (e.IsFull && health.IsOnline)
        {
            CutBack();
            return DriveStatus.Full;
        }
        finally
        {
            _buffers.Clear();
        }
    }

    private Checkpoint Place(IReadOnlyList<LogEntry> entries)
    {
        Checkpoint place = _end;
        int index = 0;
        foreach (LogEntry entry in entries)
        {
            if (entry.Record is LogRecordBuffer record)
            {
                record.WriteHeader(driveSeed, place.Position, place.Sequence, index++);
                _buffers.Add(record.Bytes);
                entry.Place = place;
                place = new Checkpoint(place.Position with { Offset = place.Position.Offset + record.Length }, place.Sequence + 1);
            }
        }

        return place;
    }

    private void Write(Checkpoint end)
    {
        IDriveFile file = _segment!.File!;
        file.Write(_buffers, _end.Position.Offset);
        health.Sync(file);
        segments.SetLength(_segment, end.Position.Offset);
        _end = end;
    }

    /// <summary>Takes back what a failed write may have left behind the end.</summary>
    private void CutBack() => _segment!.File!.SetLength(_end.Position.Offset);

    private void BeginSegment(ulong number)
    {
        string path = DriveLayout.Segment(number);
        IDriveFile file = files.Create(path);
        try
        {
            health.SyncDirectory(files, DriveLayout.LogDirectory);
        }
        catch (DriveIOException)
        {
            file.Dispose();
            throw;
        }

        if (_segment is not null)
        {
            segments.Release(_segment);
        }

        Volatile.Write(ref _segment, segments.Add(number, file, 0));
        _end = new Checkpoint(new LogPosition(number, 0), _end.Sequence);
    }
}
