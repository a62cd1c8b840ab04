using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Conditions;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine;

/// <summary>Deletes an object, puts a delete marker on top of a versioned one, or removes one version for good.</summary>
internal sealed class DeleteObjectOperation(EngineContext context)
{
    public async ValueTask<StorageResult<DeleteObjectResult>> ExecuteAsync(
        string bucketName, ObjectKey key, DeleteObjectOptions? options, CancellationToken cancellationToken)
    {
        if (ObjectLimits.CheckKey(key) is { } invalid)
        {
            return invalid;
        }

        if (!VersionSelector.TryParse(options?.VersionId, out VersionSelector selector))
        {
            return EngineErrors.InvalidVersionId(options?.VersionId);
        }

        while (true)
        {
            if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
            {
                return EngineErrors.NoSuchBucket(bucketName);
            }

            (KeyState state, StoredVersion? version) = await VersionLookup
                .FindAsync(context.Metadata, bucket, key, selector, cancellationToken).ConfigureAwait(false);
            if (WriteConditionEvaluator.Evaluate(options?.Conditions, state) is { } refusal)
            {
                return refusal;
            }

            DeleteObjectResult? result = selector.IsCurrent
                ? await TryDeleteAsync(state, cancellationToken).ConfigureAwait(false)
                : await TryRemoveAsync(state, version, options!, cancellationToken).ConfigureAwait(false);
            if (result is not null)
            {
                return result;
            }
        }
    }

    /// <summary>Deletes the object as a whole; null if the attempt has to be repeated.</summary>
    private async ValueTask<DeleteObjectResult?> TryDeleteAsync(KeyState state, CancellationToken cancellationToken)
    {
        var transaction = new EngineTransaction(state.Bucket.Id) { MakesRoom = true };
        if (state.Bucket.IsVersioned)
        {
            var marker = new ObjectRecord { IsDeleteMarker = true, ModifiedMs = context.NowMs };
            await VersionChanges.ReplaceCurrentAsync(context.Metadata, transaction, state, marker, cancellationToken).ConfigureAwait(false);
            CommitStamp? stamp = await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false);
            bool isNull = state.Bucket.Record.Versioning != BucketVersioning.Enabled;
            return stamp is { } written
                ? new DeleteObjectResult { VersionId = ObjectInfoFactory.VersionIdOf(state.Bucket, isNull, written), IsDeleteMarker = true }
                : null;
        }

        if (state.Current is not { } current)
        {
            return DeleteObjectResult.Deleted;
        }

        state.Bucket.Require(transaction.Metadata);
        await VersionChanges.RemoveAsync(context.Metadata, transaction, state, current, cancellationToken).ConfigureAwait(false);
        return await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is null
            ? null
            : DeleteObjectResult.Deleted;
    }

    /// <summary>Removes one version; null if the attempt has to be repeated.</summary>
    private async ValueTask<DeleteObjectResult?> TryRemoveAsync(
        KeyState state, StoredVersion? version, DeleteObjectOptions options, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            return new DeleteObjectResult { VersionId = state.Bucket.IsVersioned ? options.VersionId : null };
        }

        var transaction = new EngineTransaction(state.Bucket.Id) { MakesRoom = true };
        if (options.Conditions is not null)
        {
            state.Require(transaction.Metadata);
        }

        await VersionChanges.RemoveAsync(context.Metadata, transaction, state, version, cancellationToken).ConfigureAwait(false);
        if (await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        return new DeleteObjectResult
        {
            VersionId = ObjectInfoFactory.VersionIdOf(state.Bucket, version.Record.IsNullVersion, version.Stamp),
            IsDeleteMarker = version.Record.IsDeleteMarker,
        };
    }
}
