namespace ObjectStore.Engine.Multipart;

/// <summary>Gives up an upload. Its parts go to the garbage worker as a whole; a part that is being written finds the upload gone.</summary>
internal sealed class AbortMultipartUploadOperation(EngineContext context)
{
    public async ValueTask<StorageResult<MultipartUploadInfo>> ExecuteAsync(
        string bucket, ObjectKey key, string uploadId, CancellationToken cancellationToken)
    {
        while (true)
        {
            StorageResult<UploadState> found = await UploadState
                .ReadAsync(context.Metadata, bucket, key, uploadId, cancellationToken).ConfigureAwait(false);
            if (found.Error is { } error)
            {
                return error;
            }

            UploadState upload = found.Value;
            var transaction = new EngineTransaction(upload.Bucket.Id) { MakesRoom = true };
            upload.Require(transaction.Metadata);
            transaction.Metadata.Delete(upload.RecordKey);
            transaction.DiscardParts(upload.Id);
            if (await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false) is not null)
            {
                return upload.ToInfo();
            }
        }
    }
}
