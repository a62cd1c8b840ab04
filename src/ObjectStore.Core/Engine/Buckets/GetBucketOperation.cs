namespace ObjectStore.Engine.Buckets;

/// <summary>Gives a bucket.</summary>
internal sealed class GetBucketOperation(EngineContext context)
{
    public async ValueTask<StorageResult<BucketInfo>> ExecuteAsync(string name, CancellationToken cancellationToken)
        => await BucketState.ReadAsync(context.Metadata, name, cancellationToken).ConfigureAwait(false) is { } bucket
            ? bucket.ToInfo()
            : EngineErrors.NoSuchBucket(name);
}
