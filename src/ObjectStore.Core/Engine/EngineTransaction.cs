using ObjectStore.Blobs;
using ObjectStore.Engine.Buckets;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine;

/// <summary>
/// One attempt of an operation to change a bucket: the metadata transaction, with the garbage it makes and its share in the usage counters.
/// Built by one caller, committed once by <see cref="EngineCommit"/>; a new attempt builds a new one.
/// </summary>
/// <param name="bucketId">The bucket whose usage counters change.</param>
internal sealed class EngineTransaction(ulong bucketId)
{
    private readonly List<BlobRef> _garbage = [];
    private ReadOnlyMemory<byte> _garbagePartList;
    private ReadOnlyMemory<byte> _garbageUpload;
    private long _objects;
    private long _bytes;

    public MetadataTransaction Metadata { get; } = new();

    /// <summary>Whether it makes room, so that it may be committed on full drives.</summary>
    public bool MakesRoom { get; init; }

    /// <summary>Whether committing it gives the garbage worker something to do.</summary>
    public bool MakesGarbage => _garbage.Count > 0 || !_garbagePartList.IsEmpty || !_garbageUpload.IsEmpty;

    /// <summary>Counts a version that comes into being.</summary>
    public void CountNew(ObjectRecord record)
    {
        if (!record.IsDeleteMarker)
        {
            _objects++;
            _bytes += record.Size;
        }
    }

    /// <summary>Counts a version that goes for good, and gives its content to the garbage worker. At most one version with a part list a transaction.</summary>
    public void Discard(ObjectRecord record)
    {
        if (record.IsDeleteMarker)
        {
            return;
        }

        _objects--;
        _bytes -= record.Size;
        Discard(record.Blob);
        foreach (PartRecord part in record.Parts)
        {
            Discard(part.Blob);
        }

        if (record.HasPartList)
        {
            _garbagePartList = record.UploadId;
        }
    }

    /// <summary>Gives a blob to the garbage worker.</summary>
    public void Discard(BlobRef? blob)
    {
        if (blob is { } content)
        {
            _garbage.Add(content);
        }
    }

    /// <summary>Gives what remains of the parts of an upload that ends with this transaction to the garbage worker.</summary>
    public void DiscardParts(ReadOnlyMemory<byte> uploadId) => _garbageUpload = uploadId;

    /// <summary>Adds the garbage entry and the counters to the transaction: the last step before the commit.</summary>
    public void Seal()
    {
        if (MakesGarbage)
        {
            var garbage = new GarbageRecord { Blobs = _garbage, PartListId = _garbagePartList, UploadId = _garbageUpload };
            Metadata.PutStamped(MetadataKeys.Garbage, garbage.Encode(), descending: false);
        }

        AddUsage(UsageCounters.Objects, _objects);
        AddUsage(UsageCounters.Bytes, _bytes);
    }

    private void AddUsage(string counter, long delta)
    {
        if (delta != 0)
        {
            Metadata.Add(MetadataKeys.Usage(bucketId, counter), delta);
        }
    }
}
