using ObjectStore.Drives.Catalog;
using ObjectStore.Drives.Index;
using ObjectStore.Metadata;

namespace ObjectStore.Drives.Replica;

/// <summary>Walks over the metadata in a drive's index.</summary>
internal sealed class ReplicaCursor(IIndexCursor cursor, DriveReplica replica) : IMetadataCursor
{
    public ReadOnlySpan<byte> Key => cursor.Key[1..];

    public ReadOnlySpan<byte> Value => cursor.Value[CommitStamp.Size..];

    public CommitStamp Stamp => CommitStamp.Read(cursor.Value);

    public ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(cursor.MoveNext());
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            throw replica.Unavailable(e);
        }
    }

    public ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(cursor.Seek(CatalogKeys.OfMetadata(key.Span)));
        }
        catch (Exception e) when (DriveHealth.IsDriveError(e))
        {
            throw replica.Unavailable(e);
        }
    }

    public void Dispose() => cursor.Dispose();
}
