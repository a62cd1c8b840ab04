using ObjectStore.Engine.Reading;

namespace ObjectStore.Engine;

/// <summary>Gives what is known of an object.</summary>
internal sealed class HeadObjectOperation(VersionOpener opener)
{
    public async ValueTask<StorageResult<ObjectInfo>> ExecuteAsync(
        string bucket, ObjectKey key, GetObjectOptions? options, CancellationToken cancellationToken)
    {
        StorageResult<OpenVersion> opened = await opener
            .OpenAsync(bucket, key, options?.VersionId, options?.Conditions, cancellationToken).ConfigureAwait(false);
        if (opened.Error is { } error)
        {
            return error;
        }

        OpenVersion version = opened.Value;
        version.Dispose();
        return version.Info;
    }
}
