using System.Buffers.Binary;
using ObjectStore.Drives.Index;

namespace ObjectStore.Drives.Catalog;

/// <summary>How many bytes of each log segment are records of shards that the index names. Not thread-safe: the catalog's gate guards it.</summary>
internal sealed class SegmentUsage
{
    private readonly Dictionary<ulong, long> _live = [];
    private readonly HashSet<ulong> _changed = [];

    /// <summary>The live bytes of a segment.</summary>
    public long this[ulong segment] => _live.GetValueOrDefault(segment);

    public void Load(IDriveIndex index)
    {
        using IIndexCursor cursor = index.Scan(CatalogKeys.Segments, CatalogKeys.AfterSegments);
        while (cursor.MoveNext())
        {
            _live[CatalogKeys.ReadSegment(cursor.Key)] = BinaryPrimitives.ReadInt64BigEndian(cursor.Value);
        }
    }

    public void Add(ulong segment, long bytes)
    {
        _live[segment] = this[segment] + bytes;
        _changed.Add(segment);
    }

    /// <summary>Forgets a segment that is about to be deleted.</summary>
    public void Remove(ulong segment)
    {
        _live.Remove(segment);
        _changed.Add(segment);
    }

    /// <summary>Forgets all segments but some.</summary>
    public void RemoveExcept(IReadOnlySet<ulong> segments)
    {
        foreach (ulong segment in _live.Keys.Where(segment => !segments.Contains(segment)).ToArray())
        {
            Remove(segment);
        }
    }

    /// <summary>Adds what changed since the last call to a batch.</summary>
    public void WriteChanges(IIndexBatch batch)
    {
        Span<byte> key = stackalloc byte[CatalogKeys.SegmentSize];
        Span<byte> value = stackalloc byte[8];
        foreach (ulong segment in _changed)
        {
            CatalogKeys.WriteSegment(segment, key);
            if (_live.TryGetValue(segment, out long live))
            {
                BinaryPrimitives.WriteInt64BigEndian(value, live);
                batch.Put(key, value);
            }
            else
            {
                batch.Delete(key);
            }
        }

        _changed.Clear();
    }
}
