using System.Collections.Frozen;
using ObjectStore.Blobs;

namespace ObjectStore.Metadata.Records;

/// <summary>
/// A version of an object, or a delete marker. Keys: <see cref="MetadataKeys.Object"/> for the current version if it is live,
/// <see cref="MetadataKeys.Versions"/> for the current version if it is a delete marker, <see cref="MetadataKeys.Version"/> for noncurrent ones.
/// Immutable. Bytes: docs/disk-format.md.
/// </summary>
internal sealed record ObjectRecord
{
    /// <summary>The most parts that stand in the record itself; longer lists stand in a <see cref="PartListRecord"/>.</summary>
    public const int MaxInlineParts = 16;

    public bool IsDeleteMarker { get; init; }

    /// <summary>Whether this is the null version, which is addressed as <c>"null"</c>.</summary>
    public bool IsNullVersion { get; init; }

    /// <summary>
    /// The stamp of the transaction that wrote the version, which is its place in the order and its version id. Null while the record has not
    /// been rewritten or moved since: then it is the record's own stamp.
    /// </summary>
    public CommitStamp? Stamp { get; init; }

    /// <summary>
    /// In the record of a current version: where the key's noncurrent null version is, if it has one. May name one that was removed since.
    /// </summary>
    public CommitStamp? NullStamp { get; init; }

    /// <summary>The content's length in bytes.</summary>
    public long Size { get; init; }

    public EntityTag ETag { get; init; }

    /// <summary>When it was written: milliseconds since 1970 (UTC).</summary>
    public required long ModifiedMs { get; init; }

    /// <summary>The storage class; null for STANDARD.</summary>
    public string? StorageClass { get; init; }

    public ObjectChecksum? Checksum { get; init; }

    /// <summary>The content of an object that was put at once; null if that is empty, and for multipart objects.</summary>
    public BlobRef? Blob { get; init; }

    /// <summary>The parts of a multipart object, if there are up to <see cref="MaxInlineParts"/>.</summary>
    public IReadOnlyList<PartRecord> Parts { get; init; } = [];

    /// <summary>Whether there are more parts, in the <see cref="PartListRecord"/> of <see cref="UploadId"/>.</summary>
    public bool HasPartList { get; init; }

    /// <summary>The upload that made a multipart object (16 bytes), for which its blobs were written; empty for any other.</summary>
    public ReadOnlyMemory<byte> UploadId { get; init; }

    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    /// <summary>User metadata; not filled in by <see cref="ObjectRecordCodec.DecodeSummary"/>.</summary>
    public IReadOnlyDictionary<string, string> UserMetadata { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Tags in form encoding; null for none.</summary>
    public string? Tagging { get; init; }
}
