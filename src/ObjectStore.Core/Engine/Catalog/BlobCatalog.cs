using System.Runtime.CompilerServices;
using ObjectStore.Blobs;
using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Garbage;
using ObjectStore.Engine.Listing;
using ObjectStore.Healing;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Catalog;

/// <summary>What the metadata says of blobs.</summary>
internal sealed class BlobCatalog(EngineContext context) : IBlobCatalog
{
    private const int PageSize = 256;

    private readonly ListBucketsOperation _listBuckets = new(context);

    public async ValueTask<IReadOnlySet<BlobId>> GetGarbageAsync(CancellationToken cancellationToken = default)
    {
        var garbage = new HashSet<BlobId>();
        using IMetadataCursor cursor = context.Metadata.Scan(MetadataKeys.Garbage, MetadataKeys.After(MetadataKeys.Garbage.Span));
        while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            GarbageContents contents = await GarbageContents.ReadAsync(context.Metadata, GarbageRecord.Decode(cursor.Value), cancellationToken).ConfigureAwait(false);
            garbage.UnionWith(contents.Blobs.Select(static blob => blob.Id));
        }

        return garbage;
    }

    public async ValueTask<bool> IsNamedAsync(BlobId blob, BlobOwner owner, CancellationToken cancellationToken = default)
    {
        try
        {
            if (await BlobSearch.IsNamedAsync(context.Metadata, blob, owner, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (Exception exception) when (exception is StorageException or RecordFormatException)
        {
            // What cannot be read may name it.
            return true;
        }

        // A reader that found it before may still be at it: it has a lease now, or a hold.
        await context.Holds.WaitForLeasesAsync(cancellationToken).ConfigureAwait(false);
        return context.Holds.IsHeld(blob);
    }

    /// <inheritdoc/>
    /// <remarks>Parts come before objects, because completing an upload turns one into the other.</remarks>
    public async IAsyncEnumerable<(BlobRef Blob, BlobOwner Owner)> ListBlobsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (BucketInfo info in _listBuckets.ExecuteAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await BucketState.ReadAsync(context.Metadata, info.Name, cancellationToken).ConfigureAwait(false) is not { } bucket)
            {
                continue;
            }

            await foreach ((BlobRef, BlobOwner) named in ListPartsAsync(bucket.Id, cancellationToken).ConfigureAwait(false))
            {
                yield return named;
            }

            await foreach ((BlobRef, BlobOwner) named in ListVersionsAsync(bucket.Id, cancellationToken).ConfigureAwait(false))
            {
                yield return named;
            }
        }
    }

    private async IAsyncEnumerable<(BlobRef Blob, BlobOwner Owner)> ListPartsAsync(
        ulong bucketId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> head = MetadataKeys.UploadsFrom(bucketId, default);
        var range = ListingRange.After(head, default, default);
        while (true)
        {
            List<ListedItem<UploadEntry>> page = await ListingScan.CollectAsync(
                context.Metadata, range, PageSize, (key, suffix, _) => new UploadEntry(key, suffix.ToArray()), cancellationToken).ConfigureAwait(false);
            foreach (ListedItem<UploadEntry> item in page)
            {
                foreach ((BlobRef, BlobOwner) named in await ReadPartsAsync(bucketId, item.Entry!, cancellationToken).ConfigureAwait(false))
                {
                    yield return named;
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            range = ListingRange.AfterRecord(head, default, page[^1].Key.Utf8, page[^1].Entry!.Id);
        }
    }

    private async ValueTask<List<(BlobRef Blob, BlobOwner Owner)>> ReadPartsAsync(ulong bucketId, UploadEntry upload, CancellationToken cancellationToken)
    {
        var named = new List<(BlobRef, BlobOwner)>();
        ReadOnlyMemory<byte> prefix = MetadataKeys.Parts(upload.Id.Span);
        using IMetadataCursor cursor = context.Metadata.Scan(prefix, MetadataKeys.After(prefix.Span));
        while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            AddPart(named, PartRecord.Decode(cursor.Value), bucketId, upload.Key, upload.Id);
        }

        return named;
    }

    private async IAsyncEnumerable<(BlobRef Blob, BlobOwner Owner)> ListVersionsAsync(
        ulong bucketId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        VersionEntry? last = null;
        while (true)
        {
            List<VersionEntry> page = await ReadVersionsAsync(bucketId, last, cancellationToken).ConfigureAwait(false);
            foreach (VersionEntry version in page)
            {
                foreach ((BlobRef, BlobOwner) named in await ReadContentAsync(bucketId, version, cancellationToken).ConfigureAwait(false))
                {
                    yield return named;
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    private async ValueTask<List<VersionEntry>> ReadVersionsAsync(ulong bucketId, VersionEntry? last, CancellationToken cancellationToken)
    {
        using IMetadataCursor cursor = VersionScan.Open(context.Metadata, bucketId);
        List<ListedItem<VersionEntry>> items = await VersionScan.CollectAsync(
            cursor, bucketId, default, last?.Key ?? default, last?.Stamp, PageSize, Read, cancellationToken).ConfigureAwait(false);
        var page = items.ConvertAll(item => item.Entry!);
        if (last is not null && await FindPromotedAsync(cursor, bucketId, last, cancellationToken).ConfigureAwait(false) is { } promoted)
        {
            page.Insert(0, promoted);
        }

        return page;
    }

    /// <summary>An older version of the key at which the last page ended, which became current since and so left the rest of the listing.</summary>
    private static async ValueTask<VersionEntry?> FindPromotedAsync(
        IMetadataCursor cursor, ulong bucketId, VersionEntry last, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> key = MetadataKeys.Object(bucketId, last.Key.Utf8.Span);
        if (!await cursor.SeekAsync(key, cancellationToken).ConfigureAwait(false) || !cursor.Key.SequenceEqual(key.Span))
        {
            return null;
        }

        VersionEntry current = Read(last.Key, default, cursor);
        return current.Stamp < last.Stamp ? current : null;
    }

    private static VersionEntry Read(ObjectKey key, ReadOnlySpan<byte> suffix, IMetadataCursor cursor)
    {
        ObjectRecord record = ObjectRecordCodec.Decode(cursor.Value);
        return new VersionEntry(key, record.Stamp ?? cursor.Stamp, record);
    }

    private async ValueTask<List<(BlobRef Blob, BlobOwner Owner)>> ReadContentAsync(
        ulong bucketId, VersionEntry version, CancellationToken cancellationToken)
    {
        var named = new List<(BlobRef, BlobOwner)>();
        if (version.Record.Blob is { } blob)
        {
            named.Add((blob, new BlobOwner(bucketId, version.Key.Utf8)));
        }

        foreach (PartRecord part in await ReadPartListAsync(version.Record, cancellationToken).ConfigureAwait(false))
        {
            AddPart(named, part, bucketId, version.Key, version.Record.UploadId);
        }

        return named;
    }

    private async ValueTask<IReadOnlyList<PartRecord>> ReadPartListAsync(ObjectRecord record, CancellationToken cancellationToken)
    {
        if (!record.HasPartList)
        {
            return record.Parts;
        }

        // Missing only if the version was deleted since, and its garbage collected.
        MetadataValue? list = await context.Metadata.GetAsync(MetadataKeys.PartList(record.UploadId.Span), cancellationToken).ConfigureAwait(false);
        return list is { } found ? PartListRecord.Decode(found.Value.Span).Parts : [];
    }

    private static void AddPart(List<(BlobRef, BlobOwner)> named, PartRecord part, ulong bucketId, ObjectKey key, ReadOnlyMemory<byte> uploadId)
    {
        if (part.Blob is { } blob)
        {
            named.Add((blob, new BlobOwner(bucketId, key.Utf8, uploadId, part.Number)));
        }
    }

    private sealed record UploadEntry(ObjectKey Key, ReadOnlyMemory<byte> Id);

    private sealed record VersionEntry(ObjectKey Key, CommitStamp Stamp, ObjectRecord Record);
}
