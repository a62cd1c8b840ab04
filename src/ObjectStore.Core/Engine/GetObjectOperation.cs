using ObjectStore.Engine.Reading;

namespace ObjectStore.Engine;

/// <summary>Opens an object, or a range or part of it.</summary>
internal sealed class GetObjectOperation(EngineContext context, VersionOpener opener)
{
    public async ValueTask<StorageResult<ObjectReader>> ExecuteAsync(
        string bucket, ObjectKey key, GetObjectOptions? options, CancellationToken cancellationToken)
    {
        StorageResult<OpenVersion> opened = await opener
            .OpenAsync(bucket, key, options?.VersionId, options?.Conditions, cancellationToken).ConfigureAwait(false);
        if (opened.Error is { } error)
        {
            return error;
        }

        OpenVersion version = opened.Value;
        if (ContentRange.Resolve(version.Info, options, out long offset, out long length) is { } invalid)
        {
            version.Dispose();
            return invalid;
        }

        return await EngineObjectReader.OpenAsync(context.Blobs, version, offset, length, cancellationToken).ConfigureAwait(false);
    }
}
