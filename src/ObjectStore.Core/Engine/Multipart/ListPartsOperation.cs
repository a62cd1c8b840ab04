using ObjectStore.Engine.Listing;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>Lists the parts of an upload.</summary>
internal sealed class ListPartsOperation(EngineContext context)
{
    private static readonly ListPartsOptions Defaults = new();

    public async ValueTask<StorageResult<PartListing>> ExecuteAsync(
        string bucket, ObjectKey key, string uploadId, ListPartsOptions? options, CancellationToken cancellationToken)
    {
        options ??= Defaults;
        if (ListingPage<ObjectPart>.CheckSize(options.MaxParts, nameof(options.MaxParts)) is { } invalid)
        {
            return invalid;
        }

        if (options.PartNumberMarker < 0)
        {
            return EngineErrors.InvalidArgument($"The part number marker {options.PartNumberMarker} is negative.");
        }

        StorageResult<UploadState> upload = await UploadState
            .ReadAsync(context.Metadata, bucket, key, uploadId, cancellationToken).ConfigureAwait(false);
        if (upload.Error is { } error)
        {
            return error;
        }

        List<ObjectPart> parts = await CollectAsync(upload.Value, options, cancellationToken).ConfigureAwait(false);
        bool isTruncated = options.MaxParts > 0 && parts.Count > options.MaxParts;
        parts.RemoveRange(Math.Min(parts.Count, options.MaxParts), Math.Max(0, parts.Count - options.MaxParts));
        return new PartListing
        {
            Upload = upload.Value.ToInfo(),
            Parts = parts,
            IsTruncated = isTruncated,
            NextPartNumberMarker = parts.Count > 0 ? parts[^1].Number : 0,
        };
    }

    /// <summary>Reads one part more than the page takes, if there is one.</summary>
    private async ValueTask<List<ObjectPart>> CollectAsync(UploadState upload, ListPartsOptions options, CancellationToken cancellationToken)
    {
        var parts = new List<ObjectPart>();
        if (options.PartNumberMarker >= ObjectLimits.MaxPartNumber)
        {
            return parts;
        }

        ReadOnlyMemory<byte> end = MetadataKeys.After(MetadataKeys.Parts(upload.Id.Span).Span);
        using IMetadataCursor cursor = context.Metadata.Scan(MetadataKeys.Part(upload.Id.Span, options.PartNumberMarker + 1), end);
        while (parts.Count <= options.MaxParts && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            parts.Add(ObjectInfoFactory.CreatePart(PartRecord.Decode(cursor.Value)));
        }

        return parts;
    }
}
