using ObjectStore.Metadata;

namespace ObjectStore.Engine.Buckets;

/// <summary>Enables or suspends versioning. Writes under way to the bucket decide anew, as all of them require its record unchanged.</summary>
internal sealed class SetBucketVersioningOperation(EngineContext context)
{
    public async ValueTask<StorageResult<BucketInfo>> ExecuteAsync(string name, BucketVersioning versioning, CancellationToken cancellationToken)
    {
        if (versioning is not (BucketVersioning.Enabled or BucketVersioning.Suspended))
        {
            return EngineErrors.InvalidArgument($"Versioning can be enabled or suspended, not {versioning}.");
        }

        while (true)
        {
            if (await BucketState.ReadAsync(context.Metadata, name, cancellationToken).ConfigureAwait(false) is not { } bucket)
            {
                return EngineErrors.NoSuchBucket(name);
            }

            var changed = bucket with { Record = bucket.Record with { Versioning = versioning, IsDeleting = false } };
            var transaction = new EngineTransaction(bucket.Id);
            transaction.Metadata.RequireStamp(MetadataKeys.Bucket(name), bucket.Stamp);
            transaction.Metadata.Put(MetadataKeys.Bucket(name), changed.Record.Encode());
            if (await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is not null)
            {
                return changed.ToInfo();
            }
        }
    }
}
