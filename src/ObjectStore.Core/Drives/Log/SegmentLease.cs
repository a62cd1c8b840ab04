using ObjectStore.Files;

namespace ObjectStore.Drives.Log;

/// <summary>Keeps a segment's file open, also when the segment is deleted meanwhile. Dispose it once.</summary>
internal readonly struct SegmentLease(LogSegments segments, LogSegment segment) : IDisposable
{
    public IDriveFile File => segment.File!;

    public long Length => segment.Length;

    public void Dispose() => segments.Release(segment);
}
