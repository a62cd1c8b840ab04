using ObjectStore.Blobs;
using ObjectStore.Content;
using ObjectStore.Engine.Buckets;
using ObjectStore.Engine.Conditions;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine;

/// <summary>Writes content and makes it the current version of a key: what putting and copying have in common.</summary>
internal sealed class VersionWriter(EngineContext context, ContentWriter contentWriter)
{
    /// <summary>Writes a new version. Everything that can be refused without the content is refused before it is read.</summary>
    /// <param name="bucketName">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="source">The content.</param>
    /// <param name="version">What the version keeps.</param>
    /// <param name="options">What is verified of the content.</param>
    /// <param name="conditions">Conditions on the current version: checked now, and decided by the commit.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async ValueTask<StorageResult<ObjectInfo>> WriteAsync(
        string bucketName,
        ObjectKey key,
        System.IO.Pipelines.PipeReader source,
        NewVersion version,
        WriteContentOptions? options,
        WriteConditions? conditions,
        CancellationToken cancellationToken)
    {
        StorageError? unfit = ObjectLimits.CheckKey(key)
            ?? ObjectLimits.CheckMetadata(version.Headers, version.UserMetadata)
            ?? ObjectLimits.CheckStorageClass(version.StorageClass);
        if (unfit is { } invalid)
        {
            return invalid;
        }

        if (await BucketState.ReadAsync(context.Metadata, bucketName, cancellationToken).ConfigureAwait(false) is not { } bucket)
        {
            return EngineErrors.NoSuchBucket(bucketName);
        }

        KeyState state = await KeyState.ReadAsync(context.Metadata, bucket, key, cancellationToken).ConfigureAwait(false);
        if (WriteConditionEvaluator.Evaluate(conditions, state) is { } refusal)
        {
            return refusal;
        }

        var owner = new BlobOwner(bucket.Id, key.Utf8);
        StorageResult<WrittenContent> written = await contentWriter
            .WriteAsync(source, owner, options, ObjectLimits.MaxObjectSize, cancellationToken).ConfigureAwait(false);
        if (written.Error is { } error)
        {
            return error;
        }

        WrittenContent content = written.Value;
        await using (content.ConfigureAwait(false))
        {
            return await CommitAsync(state, content, CreateRecord(version, content), conditions, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StorageResult<ObjectInfo>> CommitAsync(
        KeyState state, WrittenContent content, ObjectRecord record, WriteConditions? conditions, CancellationToken cancellationToken)
    {
        while (true)
        {
            var transaction = new EngineTransaction(state.Bucket.Id);
            await VersionChanges.ReplaceCurrentAsync(context.Metadata, transaction, state, record, cancellationToken).ConfigureAwait(false);
            if (await context.Commit.TryCommitAsync(transaction, content, cancellationToken).ConfigureAwait(false) is { } stamp)
            {
                bool isNull = state.Bucket.Record.Versioning != BucketVersioning.Enabled;
                return ObjectInfoFactory.Create(state.Bucket, state.Key, record with { IsNullVersion = isNull }, stamp, isCurrent: true);
            }

            // A bucket of that name with another id is another bucket, for which the content was not written.
            BucketState? bucket = await BucketState.ReadAsync(context.Metadata, state.Bucket.Name, cancellationToken).ConfigureAwait(false);
            if (bucket?.Id != state.Bucket.Id)
            {
                return EngineErrors.NoSuchBucket(state.Bucket.Name);
            }

            state = await KeyState.ReadAsync(context.Metadata, bucket, state.Key, cancellationToken).ConfigureAwait(false);
            if (WriteConditionEvaluator.Evaluate(conditions, state) is { } refusal)
            {
                return refusal;
            }
        }
    }

    private ObjectRecord CreateRecord(NewVersion version, WrittenContent content)
        => new()
        {
            Size = content.Length,
            ETag = EntityTag.FromHash(content.Md5.Span),
            ModifiedMs = context.NowMs,
            StorageClass = NewVersion.KeptClass(version.StorageClass),
            Checksum = content.Checksum,
            Blob = content.Blob,
            Headers = version.Headers,
            UserMetadata = version.UserMetadata,
            Tagging = version.Tagging,
        };
}
