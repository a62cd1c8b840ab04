using ObjectStore.Drives.Catalog;
using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Log;

/// <summary>A metadata record to append.</summary>
/// <param name="tail">Its entry in the replica's tail; null if it is a repetition.</param>
/// <param name="record">Its log record, owned by the entry.</param>
internal sealed class MetadataEntry(TailEntry? tail, LogRecordBuffer record) : LogEntry
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override LogRecordBuffer Record => record;

    public override bool IsUrgent => true;

    /// <summary>Whether it became durable.</summary>
    public Task<bool> Completion => _completion.Task;

    /// <summary>Encodes a record for the log.</summary>
    public static LogRecordBuffer Encode(MetadataRecord record)
    {
        Span<byte> envelope = stackalloc byte[MetadataRecordCodec.MaxEnvelopeSize];
        int length = MetadataRecordCodec.WriteEnvelope(record, envelope);
        var buffer = new LogRecordBuffer(LogRecordKind.Metadata, checked(length + record.Body.Length));
        envelope[..length].CopyTo(buffer.Body);
        record.Body.Span.CopyTo(buffer.Body[length..]);
        buffer.Seal();
        return buffer;
    }

    public override void Apply(DriveCatalog catalog)
    {
        if (tail is not null)
        {
            tail.Place = Place;
        }
    }

    public override void Complete(DriveStatus status) => _completion.TrySetResult(status == DriveStatus.Ok);
}
