using ObjectStore.Engine.Versions;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Reading;

/// <summary>
/// A version that a caller may read: its description, and its content held against garbage collection. Dispose it to end the hold.
/// </summary>
internal sealed class OpenVersion : IDisposable
{
    private readonly BlobHolds _holds;
    private bool _isDisposed;

    private OpenVersion(BlobHolds holds, ObjectInfo info, StoredVersion version, ContentSegment[] segments)
    {
        _holds = holds;
        Info = info;
        Version = version;
        Segments = segments;
        if (segments.Length > 0)
        {
            holds.Hold(segments[0].Blob.Id);
        }
    }

    public ObjectInfo Info { get; }

    public StoredVersion Version { get; }

    /// <summary>The content, in order and without gaps; none if it is empty.</summary>
    public ContentSegment[] Segments { get; }

    /// <summary>Holds a version's content. Only under a lease that was taken before the version was read.</summary>
    public static OpenVersion Create(BlobHolds holds, ObjectInfo info, StoredVersion version, IReadOnlyList<PartRecord> parts)
        => new(holds, info, version, CreateSegments(version.Record, parts));

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (Segments.Length > 0)
        {
            _holds.Release(Segments[0].Blob.Id);
        }
    }

    private static ContentSegment[] CreateSegments(ObjectRecord record, IReadOnlyList<PartRecord> parts)
    {
        if (record.Blob is { } blob)
        {
            return [new ContentSegment(0, blob)];
        }

        var segments = new List<ContentSegment>(parts.Count);
        long start = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Blob is { } part)
            {
                segments.Add(new ContentSegment(start, part));
                start += part.Length;
            }
        }

        return [.. segments];
    }
}
