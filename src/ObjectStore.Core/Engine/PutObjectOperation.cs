using System.IO.Pipelines;

namespace ObjectStore.Engine;

/// <summary>Stores an object.</summary>
internal sealed class PutObjectOperation(VersionWriter writer)
{
    public ValueTask<StorageResult<ObjectInfo>> ExecuteAsync(
        string bucket, ObjectKey key, PipeReader content, PutObjectOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var version = new NewVersion
        {
            Headers = options?.Headers ?? ObjectHeaders.None,
            UserMetadata = NewVersion.Normalize(options?.UserMetadata),
            StorageClass = options?.StorageClass,
        };
        return writer.WriteAsync(bucket, key, content, version, options, options?.Conditions, cancellationToken);
    }
}
