using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Versions;

/// <summary>A version as it was read: its record, where that stands, and the record's stamp to require in a transaction.</summary>
/// <param name="RecordKey">The metadata key.</param>
/// <param name="RecordStamp">The stamp of the transaction that put the record there.</param>
/// <param name="Record">The record.</param>
/// <param name="IsCurrent">Whether it is the key's current version.</param>
internal sealed record StoredVersion(ReadOnlyMemory<byte> RecordKey, CommitStamp RecordStamp, ObjectRecord Record, bool IsCurrent)
{
    /// <summary>The stamp of the transaction that wrote the version: its id and its place among the versions of the key.</summary>
    public CommitStamp Stamp => Record.Stamp ?? RecordStamp;

    public static StoredVersion From(ReadOnlyMemory<byte> recordKey, MetadataValue value, bool isCurrent)
        => new(recordKey, value.Stamp, ObjectRecordCodec.Decode(value.Value.Span), isCurrent);
}
