using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Healing;
using ObjectStore.Metadata;

namespace ObjectStore.Content;

/// <summary>
/// Content that was read to its end, verified and written to a blob that no metadata names yet. Disposing it deletes the blob, unless a
/// commit named it or may have.
/// </summary>
internal sealed partial class WrittenContent(IBlobStore blobs, BlobOwner owner, WrittenBlob? blob, ILogger logger) : IAsyncDisposable
{
    private bool _isFlushed;
    private bool _keepsBlob;

    /// <summary>Length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The content's MD5 (16 bytes).</summary>
    public required ReadOnlyMemory<byte> Md5 { get; init; }

    /// <summary>The checksum that was asked for or declared.</summary>
    public ObjectChecksum? Checksum { get; init; }

    /// <summary>How metadata names the blob; null if the content is empty.</summary>
    public BlobRef? Blob => blob?.Ref;

    /// <summary>Whom the blob was written for.</summary>
    public BlobOwner Owner => owner;

    /// <summary>Adds to a transaction what the blob needs: shards that ride along, and a heal entry for shards that could not be placed.</summary>
    public void AddTo(MetadataTransaction transaction)
    {
        if (blob is null)
        {
            return;
        }

        if (!_isFlushed && blob.Ride is { } ride)
        {
            transaction.Ride(ride);
        }

        if (blob.MissingShards != 0)
        {
            HealQueue.AddTo(transaction, blob.Ref, owner, blob.MissingShards);
        }
    }

    /// <summary>Makes staged shards durable: later transactions need no ride.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (blob is not null)
        {
            await blob.FlushAsync(cancellationToken).ConfigureAwait(false);
            _isFlushed = true;
        }
    }

    /// <summary>A commit that names the blob begins: from here on it must not be deleted, whatever happens.</summary>
    public void Keep() => _keepsBlob = true;

    /// <summary>The commit certainly did not happen: the blob is unnamed as before.</summary>
    public void Release() => _keepsBlob = false;

    public async ValueTask DisposeAsync()
    {
        if (_keepsBlob || blob is null)
        {
            return;
        }

        _keepsBlob = true;
        try
        {
            await blobs.DeleteAsync(blob.Ref, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            LogLeftBehind(logger, blob.Ref.Id, exception);
        }
    }

    [LoggerMessage(1600, LogLevel.Warning, "The unused blob {BlobId} could not be deleted; the next start of the store removes it")]
    private static partial void LogLeftBehind(ILogger logger, BlobId blobId, Exception exception);
}
