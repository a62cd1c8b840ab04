using System.IO.Pipelines;

namespace ObjectStore.Engine.Multipart;

/// <summary>Stores a part.</summary>
internal sealed class UploadPartOperation(PartWriter writer)
{
    public async ValueTask<StorageResult<ObjectPart>> ExecuteAsync(
        string bucket,
        ObjectKey key,
        string uploadId,
        int partNumber,
        PipeReader content,
        UploadPartOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        StorageResult<UploadState> upload = await writer
            .FindUploadAsync(bucket, key, uploadId, partNumber, cancellationToken).ConfigureAwait(false);
        return upload.Error is { } error
            ? error
            : await writer.WriteAsync(upload.Value, partNumber, content, options, cancellationToken).ConfigureAwait(false);
    }
}
