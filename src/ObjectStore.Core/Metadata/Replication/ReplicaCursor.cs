namespace ObjectStore.Metadata.Replication;

/// <summary>A cursor over one replica's state. If its drive fails, the walk ends with an error: another replica's state would be that of another moment.</summary>
internal sealed class ReplicaCursor(IMetadataCursor inner, Action onUnavailable) : IMetadataCursor
{
    public ReadOnlySpan<byte> Key => inner.Key;

    public ReadOnlySpan<byte> Value => inner.Value;

    public CommitStamp Stamp => inner.Stamp;

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DriveUnavailableException exception)
        {
            throw Fail(exception);
        }
    }

    public async ValueTask<bool> SeekAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.SeekAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (DriveUnavailableException exception)
        {
            throw Fail(exception);
        }
    }

    public void Dispose() => inner.Dispose();

    private StorageException Fail(DriveUnavailableException exception)
    {
        onUnavailable();
        return new StorageException(StorageErrorCode.Unavailable, "The drive that was listed failed; list again.", exception);
    }
}
