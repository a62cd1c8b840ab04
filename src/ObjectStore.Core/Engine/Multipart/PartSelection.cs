using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>The parts that a completion names, matched with those that were uploaded. Immutable.</summary>
internal sealed class PartSelection
{
    private PartSelection(IReadOnlyList<StoredPart> stored)
    {
        Stored = stored;
        Parts = [.. stored.Select(part => part.Record)];
        Size = Parts.Sum(part => part.Size);
    }

    /// <summary>The parts as they were read, in order.</summary>
    public IReadOnlyList<StoredPart> Stored { get; }

    /// <summary>Their records.</summary>
    public IReadOnlyList<PartRecord> Parts { get; }

    /// <summary>Bytes of all parts together.</summary>
    public long Size { get; }

    /// <summary>Checks what can be checked of the named parts alone: InvalidArgument or InvalidPartOrder; null if they may be right.</summary>
    public static StorageError? CheckNamed(UploadRecord upload, IReadOnlyList<CompletedPart> named)
    {
        if (named.Count is < 1 or > ObjectLimits.MaxPartNumber)
        {
            return EngineErrors.InvalidArgument($"{named.Count} parts were named; an object has 1 to {ObjectLimits.MaxPartNumber}.");
        }

        for (int i = 1; i < named.Count; i++)
        {
            if (named[i].Number <= named[i - 1].Number)
            {
                return new StorageError(
                    StorageErrorCode.InvalidPartOrder, $"Part {named[i].Number} was named after part {named[i - 1].Number}; numbers must ascend.");
            }
        }

        return CheckChecksums(upload, named);
    }

    /// <summary>Reads the uploaded parts and matches them: InvalidPart, EntityTooSmall or EntityTooLarge if they do not make an object.</summary>
    public static async ValueTask<StorageResult<PartSelection>> ReadAsync(
        IMetadataStore metadata, UploadState upload, IReadOnlyList<CompletedPart> named, CancellationToken cancellationToken)
    {
        var selected = new List<StoredPart>(named.Count);
        ReadOnlyMemory<byte> prefix = MetadataKeys.Parts(upload.Id.Span);
        using IMetadataCursor cursor = metadata.Scan(prefix, MetadataKeys.After(prefix.Span));
        while (selected.Count < named.Count && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            PartRecord record = PartRecord.Decode(cursor.Value);
            CompletedPart wanted = named[selected.Count];
            if (record.Number < wanted.Number)
            {
                continue;
            }

            if (!Matches(record, wanted))
            {
                return InvalidPart(wanted.Number);
            }

            selected.Add(new StoredPart(cursor.Key.ToArray(), cursor.Stamp, record));
        }

        if (selected.Count < named.Count)
        {
            return InvalidPart(named[selected.Count].Number);
        }

        var selection = new PartSelection(selected);
        return selection.CheckSizes() is { } error ? error : selection;
    }

    /// <summary>A checksum of checksums vouches for what the caller means only if the caller names them. Source: AWS, "Checking object integrity".</summary>
    private static StorageError? CheckChecksums(UploadRecord upload, IReadOnlyList<CompletedPart> named)
    {
        if (upload is not { ChecksumAlgorithm: { } algorithm, ChecksumType: ChecksumType.Composite })
        {
            return null;
        }

        CompletedPart? bare = named.FirstOrDefault(part => part.Checksum is null);
        return bare is null
            ? null
            : EngineErrors.InvalidArgument(
                $"The upload was created using a {algorithm.ToString().ToLowerInvariant()} checksum. The complete request must include the checksum "
                + $"for each part. It was missing for part {bare.Number} in the request.");
    }

    private static bool Matches(PartRecord record, CompletedPart wanted)
        => record.Number == wanted.Number
            && ETagText.IsSame(wanted.ETag, record.ETag.ToString())
            && (wanted.Checksum is null || wanted.Checksum.Equals(record.Checksum));

    private static StorageError InvalidPart(int number)
        => new(StorageErrorCode.InvalidPart, $"Part {number} was not uploaded, or has another ETag or checksum.");

    private StorageError? CheckSizes()
    {
        for (int i = 0; i < Parts.Count - 1; i++)
        {
            if (Parts[i].Size < ObjectLimits.MinPartSize)
            {
                return new StorageError(
                    StorageErrorCode.EntityTooSmall,
                    $"Part {Parts[i].Number} has {Parts[i].Size} bytes; every part but the last needs {ObjectLimits.MinPartSize}.");
            }
        }

        return Size > ObjectLimits.MaxObjectSize
            ? new StorageError(StorageErrorCode.EntityTooLarge, $"The parts have {Size} bytes together; {ObjectLimits.MaxObjectSize} are allowed.")
            : null;
    }
}
