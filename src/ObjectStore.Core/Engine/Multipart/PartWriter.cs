using System.IO.Pipelines;
using ObjectStore.Blobs;
using ObjectStore.Content;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>Writes content and makes it a part of an upload: what uploading and copying parts have in common.</summary>
internal sealed class PartWriter(EngineContext context, ContentWriter contentWriter)
{
    /// <summary>Finds the upload of a part that is to be written: NoSuchBucket, NoSuchUpload, or InvalidArgument for the part number.</summary>
    public async ValueTask<StorageResult<UploadState>> FindUploadAsync(
        string bucket, ObjectKey key, string uploadId, int partNumber, CancellationToken cancellationToken)
        => partNumber is < 1 or > ObjectLimits.MaxPartNumber
            ? EngineErrors.InvalidArgument($"The part number {partNumber} is not between 1 and {ObjectLimits.MaxPartNumber}.")
            : await UploadState.ReadAsync(context.Metadata, bucket, key, uploadId, cancellationToken).ConfigureAwait(false);

    /// <summary>Writes the part, replacing one of the same number.</summary>
    public async ValueTask<StorageResult<ObjectPart>> WriteAsync(
        UploadState upload, int partNumber, PipeReader source, WriteContentOptions? options, CancellationToken cancellationToken)
    {
        if (CheckAlgorithm(upload, options) is { } mismatch)
        {
            return mismatch;
        }

        var owner = new BlobOwner(upload.Bucket.Id, upload.Key.Utf8, upload.Id, partNumber);
        var declared = (options ?? new UploadPartOptions()) with { ChecksumAlgorithm = upload.Record.ChecksumAlgorithm ?? options?.ChecksumAlgorithm };
        StorageResult<WrittenContent> written = await contentWriter
            .WriteAsync(source, owner, declared, ObjectLimits.MaxPartSize, cancellationToken).ConfigureAwait(false);
        if (written.Error is { } error)
        {
            return error;
        }

        WrittenContent content = written.Value;
        await using (content.ConfigureAwait(false))
        {
            return await CommitAsync(upload, CreateRecord(partNumber, content), content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static StorageError? CheckAlgorithm(UploadState upload, WriteContentOptions? options)
        => (options?.ChecksumAlgorithm ?? options?.ExpectedChecksum?.Algorithm) is { } algorithm
            && upload.Record.ChecksumAlgorithm is { } wanted
            && algorithm != wanted
                ? EngineErrors.InvalidArgument($"The part has a {algorithm}, but its upload keeps {wanted}.")
                : null;

    private async ValueTask<StorageResult<ObjectPart>> CommitAsync(
        UploadState upload, PartRecord part, WrittenContent content, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> partKey = MetadataKeys.Part(upload.Id.Span, part.Number);
        while (true)
        {
            MetadataValue? replaced = await context.Metadata.GetAsync(partKey, cancellationToken).ConfigureAwait(false);
            var transaction = new EngineTransaction(upload.Bucket.Id);
            upload.Require(transaction.Metadata);
            transaction.Metadata.RequireUnchanged(partKey, replaced);
            transaction.Metadata.Put(partKey, part.Encode());
            if (replaced is { } old)
            {
                transaction.Discard(PartRecord.Decode(old.Value.Span).Blob);
            }

            if (await context.Commit.TryCommitAsync(transaction, content, cancellationToken).ConfigureAwait(false) is not null)
            {
                return ObjectInfoFactory.CreatePart(part);
            }

            // The upload's record never changes, so it is either as it was or gone.
            if (await context.Metadata.GetAsync(upload.RecordKey, cancellationToken).ConfigureAwait(false) is null)
            {
                return EngineErrors.NoSuchUpload(upload.IdText);
            }
        }
    }

    private PartRecord CreateRecord(int number, WrittenContent content)
        => new()
        {
            Number = number,
            Size = content.Length,
            ETag = EntityTag.FromHash(content.Md5.Span),
            ModifiedMs = context.NowMs,
            Checksum = content.Checksum,
            Blob = content.Blob,
        };
}
