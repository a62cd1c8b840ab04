using ObjectStore.Engine.Reading;

namespace ObjectStore.Engine;

/// <summary>Copies an object: reads the source and writes new content, whatever the source was made of.</summary>
internal sealed class CopyObjectOperation(EngineContext context, VersionOpener opener, VersionWriter writer)
{
    public async ValueTask<StorageResult<ObjectInfo>> ExecuteAsync(
        ObjectReference source, string bucket, ObjectKey key, CopyObjectOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool changesNothing = source.VersionId is null && options?.ReplaceHeaders is null && options?.StorageClass is null;
        if (changesNothing && source.Bucket == bucket && source.Key == key)
        {
            return EngineErrors.InvalidArgument(
                "An object is copied onto itself only with changed metadata or storage class, or from one of its versions.");
        }

        StorageResult<OpenVersion> opened = await opener
            .OpenAsync(source.Bucket, source.Key, source.VersionId, options?.SourceConditions, cancellationToken).ConfigureAwait(false);
        if (opened.Error is { } error)
        {
            return CopySource.Refusal(error);
        }

        OpenVersion version = opened.Value;
        EngineObjectReader reader = await EngineObjectReader
            .OpenAsync(context.Blobs, version, 0, version.Info.Size, cancellationToken).ConfigureAwait(false);
        var content = new WriteOptions
        {
            ContentLength = version.Info.Size,
            ChecksumAlgorithm = options?.ChecksumAlgorithm ?? version.Info.Checksum?.Algorithm,
        };
        await using (reader.ConfigureAwait(false))
        {
            NewVersion copy = CreateVersion(version, options);
            return await CopySource.ReadAsync(
                reader,
                pipe => writer.WriteAsync(bucket, key, pipe, copy, content, options?.Conditions, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static NewVersion CreateVersion(OpenVersion source, CopyObjectOptions? options)
        => new()
        {
            Headers = options?.ReplaceHeaders ?? source.Info.Headers,
            UserMetadata = options?.ReplaceHeaders is null ? source.Info.UserMetadata : NewVersion.Normalize(options.UserMetadata),
            Tagging = source.Info.Tagging,
            StorageClass = options?.StorageClass,
        };

    private sealed record WriteOptions : WriteContentOptions;
}
