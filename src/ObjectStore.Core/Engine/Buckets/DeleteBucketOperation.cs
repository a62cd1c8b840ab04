using ObjectStore.Metadata;

namespace ObjectStore.Engine.Buckets;

/// <summary>
/// Deletes an empty bucket: marks it, looks whether anything is in it, and removes it if the mark is still untouched. A write that meets the
/// mark takes it away in its own transaction, so no acknowledged write is ever lost and none is refused for a delete that fails.
/// </summary>
internal sealed class DeleteBucketOperation(EngineContext context)
{
    public async ValueTask<StorageResult<BucketInfo>> ExecuteAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await BucketState.ReadAsync(context.Metadata, name, cancellationToken).ConfigureAwait(false) is not { } bucket)
            {
                return EngineErrors.NoSuchBucket(name);
            }

            if (!await IsEmptyAsync(bucket.Id, cancellationToken).ConfigureAwait(false))
            {
                return new StorageError(StorageErrorCode.BucketNotEmpty, $"The bucket '{name}' holds objects, versions or uploads.");
            }

            if (await TryMarkAsync(bucket, cancellationToken).ConfigureAwait(false) is { } mark
                && await IsEmptyAsync(bucket.Id, cancellationToken).ConfigureAwait(false)
                && await TryRemoveAsync(bucket, mark, cancellationToken).ConfigureAwait(false))
            {
                return bucket.ToInfo();
            }
        }
    }

    /// <summary>Marks the bucket; gives the stamp that every write since then has changed, or null if the bucket has changed.</summary>
    private async ValueTask<CommitStamp?> TryMarkAsync(BucketState bucket, CancellationToken cancellationToken)
    {
        var transaction = new EngineTransaction(bucket.Id) { MakesRoom = true };
        transaction.Metadata.RequireStamp(MetadataKeys.Bucket(bucket.Name), bucket.Stamp);
        transaction.Metadata.Put(MetadataKeys.Bucket(bucket.Name), (bucket.Record with { IsDeleting = true }).Encode());
        return await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryRemoveAsync(BucketState bucket, CommitStamp mark, CancellationToken cancellationToken)
    {
        var transaction = new EngineTransaction(bucket.Id) { MakesRoom = true };
        transaction.Metadata.RequireStamp(MetadataKeys.Bucket(bucket.Name), mark);
        transaction.Metadata.Delete(MetadataKeys.Bucket(bucket.Name));
        transaction.Metadata.Delete(MetadataKeys.Usage(bucket.Id, UsageCounters.Objects));
        transaction.Metadata.Delete(MetadataKeys.Usage(bucket.Id, UsageCounters.Bytes));
        return await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is not null;
    }

    private async ValueTask<bool> IsEmptyAsync(ulong bucketId, CancellationToken cancellationToken)
        => await IsEmptyAsync(MetadataKeys.Object(bucketId, default), cancellationToken).ConfigureAwait(false)
            && await IsEmptyAsync(MetadataKeys.VersionsFrom(bucketId, default), cancellationToken).ConfigureAwait(false)
            && await IsEmptyAsync(MetadataKeys.UploadsFrom(bucketId, default), cancellationToken).ConfigureAwait(false);

    private async ValueTask<bool> IsEmptyAsync(ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken)
    {
        using IMetadataCursor cursor = context.Metadata.Scan(prefix, MetadataKeys.After(prefix.Span));
        return !await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
    }
}
