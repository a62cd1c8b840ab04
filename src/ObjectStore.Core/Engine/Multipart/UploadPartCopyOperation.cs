using ObjectStore.Engine.Reading;

namespace ObjectStore.Engine.Multipart;

/// <summary>Stores a part that is a copy of an object or of a range of one.</summary>
internal sealed class UploadPartCopyOperation(EngineContext context, VersionOpener opener, PartWriter writer)
{
    public async ValueTask<StorageResult<ObjectPart>> ExecuteAsync(
        ObjectReference source,
        string bucket,
        ObjectKey key,
        string uploadId,
        int partNumber,
        UploadPartCopyOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        StorageResult<UploadState> upload = await writer
            .FindUploadAsync(bucket, key, uploadId, partNumber, cancellationToken).ConfigureAwait(false);
        if (upload.Error is { } uploadError)
        {
            return uploadError;
        }

        StorageResult<OpenVersion> opened = await opener
            .OpenAsync(source.Bucket, source.Key, source.VersionId, options?.SourceConditions, cancellationToken).ConfigureAwait(false);
        if (opened.Error is { } error)
        {
            return CopySource.Refusal(error);
        }

        OpenVersion version = opened.Value;
        if (CheckRange(version.Info, options?.Range, out long offset, out long length) is { } invalid)
        {
            version.Dispose();
            return invalid;
        }

        EngineObjectReader reader = await EngineObjectReader
            .OpenAsync(context.Blobs, version, offset, length, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var content = new UploadPartOptions { ContentLength = length };
            return await CopySource.ReadAsync(
                reader, pipe => writer.WriteAsync(upload.Value, partNumber, pipe, content, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>Unlike a read, a copy takes no range that goes beyond the end.</summary>
    private static StorageError? CheckRange(ObjectInfo info, ByteRange? range, out long offset, out long length)
    {
        offset = 0;
        length = info.Size;
        bool isInside = range is not { } wanted
            || (wanted.TryResolve(info.Size, out offset, out length) && !(wanted.From is not null ? wanted.To >= info.Size : wanted.To > info.Size));
        return isInside
            ? null
            : new StorageError(StorageErrorCode.InvalidRange, $"The source range lies outside the {info.Size} bytes of the object.", info);
    }
}
