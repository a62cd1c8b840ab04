using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>The segments of a drive's log, and their open files, of which it keeps a bounded number besides those in use. Thread-safe.</summary>
internal sealed class LogSegments(IDriveFiles files) : IDisposable
{
    private const int MaxIdleFiles = 256;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, LogSegment> _segments = [];
    private int _openFiles;

    /// <summary>The segments' numbers, ascending.</summary>
    public ulong[] Numbers
    {
        get
        {
            lock (_gate)
            {
                return [.. _segments.Keys];
            }
        }
    }

    /// <summary>Takes in the segments that stand on the drive.</summary>
    public void Load()
    {
        foreach (string name in files.ListFiles(DriveLayout.LogDirectory))
        {
            if (DriveLayout.TryParseSegment(name, out ulong number))
            {
                using IDriveFile file = files.Open(DriveLayout.Segment(number), writable: false);
                _segments[number] = new LogSegment(number) { Length = file.Length };
            }
        }
    }

    /// <summary>Takes the file of a segment that is written to, new or not, in use until released.</summary>
    public LogSegment Add(ulong number, IDriveFile file, long length)
    {
        lock (_gate)
        {
            var segment = new LogSegment(number) { File = file, Length = length, Users = 1 };
            if (_segments.TryGetValue(number, out LogSegment? old))
            {
                Close(old);
            }

            _openFiles++;
            return _segments[number] = segment;
        }
    }

    /// <summary>Notes how far a segment is written.</summary>
    public void SetLength(LogSegment segment, long length)
    {
        lock (_gate)
        {
            segment.Length = length;
        }
    }

    /// <summary>Opens a segment for reading; false if there is none of the number.</summary>
    public bool TryAcquire(ulong number, out SegmentLease lease)
    {
        lock (_gate)
        {
            if (!_segments.TryGetValue(number, out LogSegment? segment))
            {
                lease = default;
                return false;
            }

            if (segment.File is null)
            {
                segment.File = files.Open(DriveLayout.Segment(number), writable: false);
                _openFiles++;
            }

            segment.Users++;
            lease = new SegmentLease(this, segment);
            return true;
        }
    }

    /// <summary>The length of a segment; 0 if there is none.</summary>
    public long LengthOf(ulong number)
    {
        lock (_gate)
        {
            return _segments.TryGetValue(number, out LogSegment? segment) ? segment.Length : 0;
        }
    }

    /// <summary>Ends one use of a segment's file.</summary>
    public void Release(LogSegment segment)
    {
        lock (_gate)
        {
            segment.Users--;
            if (segment.Users == 0 && (segment.IsDeleted || _openFiles > MaxIdleFiles))
            {
                Close(segment);
            }
        }
    }

    /// <summary>Deletes a segment. Those who read it can go on.</summary>
    public void Delete(ulong number)
    {
        lock (_gate)
        {
            if (!_segments.Remove(number, out LogSegment? segment))
            {
                return;
            }

            segment.IsDeleted = true;
            if (segment.Users == 0)
            {
                Close(segment);
            }
        }

        files.Delete(DriveLayout.Segment(number));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (LogSegment segment in _segments.Values)
            {
                Close(segment);
            }
        }
    }

    private void Close(LogSegment segment)
    {
        if (segment.File is not null)
        {
            segment.File.Dispose();
            segment.File = null;
            _openFiles--;
        }
    }
}
