using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Garbage;

/// <summary>All that a garbage entry names: the blobs to delete, and the records to delete with the entry.</summary>
internal sealed class GarbageContents
{
    private GarbageContents()
    {
    }

    public List<BlobRef> Blobs { get; } = [];

    public List<ReadOnlyMemory<byte>> RecordKeys { get; } = [];

    /// <summary>Resolves an entry. What it names no longer changes: the part list belongs to no object, and the upload takes no part, any more.</summary>
    public static async ValueTask<GarbageContents> ReadAsync(IMetadataStore metadata, GarbageRecord record, CancellationToken cancellationToken)
    {
        var contents = new GarbageContents();
        contents.Blobs.AddRange(record.Blobs);
        if (!record.PartListId.IsEmpty)
        {
            await contents.AddPartListAsync(metadata, MetadataKeys.PartList(record.PartListId.Span), cancellationToken).ConfigureAwait(false);
        }

        if (!record.UploadId.IsEmpty)
        {
            await contents.AddPartsAsync(metadata, MetadataKeys.Parts(record.UploadId.Span), cancellationToken).ConfigureAwait(false);
        }

        return contents;
    }

    private async ValueTask AddPartListAsync(IMetadataStore metadata, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        if (await metadata.GetAsync(key, cancellationToken).ConfigureAwait(false) is not { } value)
        {
            return;
        }

        foreach (PartRecord part in PartListRecord.Decode(value.Value.Span).Parts)
        {
            Add(part);
        }

        RecordKeys.Add(key);
    }

    private async ValueTask AddPartsAsync(IMetadataStore metadata, ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken)
    {
        using IMetadataCursor cursor = metadata.Scan(prefix, MetadataKeys.After(prefix.Span));
        while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            Add(PartRecord.Decode(cursor.Value));
            RecordKeys.Add(cursor.Key.ToArray());
        }
    }

    private void Add(PartRecord part)
    {
        if (part.Blob is { } blob)
        {
            Blobs.Add(blob);
        }
    }
}
