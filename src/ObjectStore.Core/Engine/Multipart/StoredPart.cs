using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>A part of an upload as it was read.</summary>
internal sealed record StoredPart(ReadOnlyMemory<byte> RecordKey, CommitStamp RecordStamp, PartRecord Record);
