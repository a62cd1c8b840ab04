using ObjectStore.Engine.Buckets;

namespace ObjectStore.Engine;

/// <summary>Deletes many objects, each by itself.</summary>
internal sealed class DeleteObjectsOperation(EngineContext context, DeleteObjectOperation delete)
{
    // Enough for the commits of a batch to share flushes of the drives.
    private const int BatchSize = 64;

    public async ValueTask<StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>> ExecuteAsync(
        string bucket, IReadOnlyList<DeleteObjectEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.Count > ObjectLimits.MaxPageSize)
        {
            return EngineErrors.InvalidArgument($"{entries.Count} entries were given; {ObjectLimits.MaxPageSize} are allowed.");
        }

        if (await BucketState.ReadAsync(context.Metadata, bucket, cancellationToken).ConfigureAwait(false) is null)
        {
            return EngineErrors.NoSuchBucket(bucket);
        }

        var results = new List<StorageResult<DeleteObjectResult>>(entries.Count);
        for (int first = 0; first < entries.Count; first += BatchSize)
        {
            int count = Math.Min(BatchSize, entries.Count - first);
            var batch = new Task<StorageResult<DeleteObjectResult>>[count];
            for (int i = 0; i < count; i++)
            {
                DeleteObjectEntry entry = entries[first + i];
                batch[i] = EngineEdge.Guard(delete.ExecuteAsync(bucket, entry.Key, entry.Options, cancellationToken)).AsTask();
            }

            results.AddRange(await Task.WhenAll(batch).ConfigureAwait(false));
        }

        return StorageResult<IReadOnlyList<StorageResult<DeleteObjectResult>>>.From(results);
    }
}
