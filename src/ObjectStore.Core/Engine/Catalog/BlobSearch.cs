using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Catalog;

/// <summary>Looks whether the metadata of a blob's owner names the blob, in one moment's state: a blob may change places between two reads.</summary>
internal static class BlobSearch
{
    public static async ValueTask<bool> IsNamedAsync(IMetadataStore metadata, BlobId blob, BlobOwner owner, CancellationToken cancellationToken)
    {
        using IMetadataCursor cursor = metadata.Scan(default, default);
        return await IsPartAsync(cursor, blob, owner, cancellationToken).ConfigureAwait(false)
            || await IsCurrentAsync(cursor, blob, owner, cancellationToken).ConfigureAwait(false)
            || await IsNoncurrentAsync(cursor, blob, owner, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> IsPartAsync(IMetadataCursor cursor, BlobId blob, BlobOwner owner, CancellationToken cancellationToken)
        => !owner.UploadId.IsEmpty
            && await FindAsync(cursor, MetadataKeys.Part(owner.UploadId.Span, owner.PartNumber), cancellationToken).ConfigureAwait(false)
            && PartRecord.Decode(cursor.Value).Blob?.Id == blob;

    private static async ValueTask<bool> IsCurrentAsync(IMetadataCursor cursor, BlobId blob, BlobOwner owner, CancellationToken cancellationToken)
        => await FindAsync(cursor, MetadataKeys.Object(owner.BucketId, owner.Key.Span), cancellationToken).ConfigureAwait(false)
            && await NamesAsync(cursor, ObjectRecordCodec.Decode(cursor.Value), blob, owner, cancellationToken).ConfigureAwait(false);

    private static async ValueTask<bool> IsNoncurrentAsync(IMetadataCursor cursor, BlobId blob, BlobOwner owner, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> prefix = MetadataKeys.Versions(owner.BucketId, owner.Key.Span);
        bool isFound = await cursor.SeekAsync(prefix, cancellationToken).ConfigureAwait(false);
        while (isFound && cursor.Key.StartsWith(prefix.Span))
        {
            ObjectRecord record = ObjectRecordCodec.Decode(cursor.Value);
            ReadOnlyMemory<byte> key = cursor.Key.ToArray();
            if (await NamesAsync(cursor, record, blob, owner, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            isFound = await cursor.SeekAsync(key, cancellationToken).ConfigureAwait(false)
                && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private static async ValueTask<bool> NamesAsync(
        IMetadataCursor cursor, ObjectRecord record, BlobId blob, BlobOwner owner, CancellationToken cancellationToken)
    {
        if (!record.UploadId.Span.SequenceEqual(owner.UploadId.Span))
        {
            return false;
        }

        if (!record.HasPartList)
        {
            return record.Blob?.Id == blob || record.Parts.Any(part => part.Blob?.Id == blob);
        }

        return await FindAsync(cursor, MetadataKeys.PartList(record.UploadId.Span), cancellationToken).ConfigureAwait(false)
            && PartListRecord.Decode(cursor.Value).Parts.Any(part => part.Blob?.Id == blob);
    }

    private static async ValueTask<bool> FindAsync(IMetadataCursor cursor, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
        => await cursor.SeekAsync(key, cancellationToken).ConfigureAwait(false) && cursor.Key.SequenceEqual(key.Span);
}
