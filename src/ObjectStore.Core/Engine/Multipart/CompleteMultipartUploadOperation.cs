using ObjectStore.Engine.Conditions;
using ObjectStore.Engine.Versions;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>
/// Makes the object of an upload's parts visible. One transaction puts the object and removes the upload and the records of the parts that it
/// uses; what is left of the upload's parts, also one that a racing upload of a part adds before the commit, goes to the garbage worker.
/// </summary>
internal sealed class CompleteMultipartUploadOperation(EngineContext context)
{
    public async ValueTask<StorageResult<ObjectInfo>> ExecuteAsync(
        string bucket,
        ObjectKey key,
        string uploadId,
        IReadOnlyList<CompletedPart> parts,
        CompleteMultipartUploadOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        while (true)
        {
            StorageResult<UploadState> found = await UploadState
                .ReadAsync(context.Metadata, bucket, key, uploadId, cancellationToken).ConfigureAwait(false);
            if (found.Error is { } error)
            {
                return error;
            }

            UploadState upload = found.Value;
            KeyState state = await KeyState.ReadAsync(context.Metadata, upload.Bucket, key, cancellationToken).ConfigureAwait(false);
            StorageResult<CompletedObject> checkedObject = await CheckAsync(upload, state, parts, options, cancellationToken).ConfigureAwait(false);
            if (checkedObject.Error is { } refusal)
            {
                // Parts go together with their upload: what was missing may be missing because the upload ended meanwhile.
                if (await upload.IsUnderWayAsync(context.Metadata, cancellationToken).ConfigureAwait(false))
                {
                    return refusal;
                }

                continue;
            }

            CompletedObject completed = checkedObject.Value;
            if (await TryCommitAsync(upload, state, completed, cancellationToken).ConfigureAwait(false) is { } stamp)
            {
                bool isNull = state.Bucket.Record.Versioning != BucketVersioning.Enabled;
                ObjectRecord record = completed.Record with { IsNullVersion = isNull };
                return ObjectInfoFactory.Create(state.Bucket, key, record, stamp, isCurrent: true, completed.Selection.Parts);
            }
        }
    }

    private async ValueTask<StorageResult<CompletedObject>> CheckAsync(
        UploadState upload,
        KeyState state,
        IReadOnlyList<CompletedPart> parts,
        CompleteMultipartUploadOptions? options,
        CancellationToken cancellationToken)
    {
        if ((PartSelection.CheckNamed(upload.Record, parts) ?? WriteConditionEvaluator.Evaluate(options?.Conditions, state)) is { } refusal)
        {
            return refusal;
        }

        StorageResult<PartSelection> selected = await PartSelection
            .ReadAsync(context.Metadata, upload, parts, cancellationToken).ConfigureAwait(false);
        if (selected.Error is { } error)
        {
            return error;
        }

        ObjectRecord record = CreateRecord(upload, selected.Value);
        return CheckExpected(record, selected.Value, options) is { } wrong ? wrong : new CompletedObject(selected.Value, record);
    }

    private static StorageError? CheckExpected(ObjectRecord record, PartSelection selection, CompleteMultipartUploadOptions? options)
    {
        if (options?.ExpectedSize is { } size && size != selection.Size)
        {
            return EngineErrors.InvalidArgument($"The parts have {selection.Size} bytes together, not the {size} that were declared.");
        }

        if (options?.ExpectedChecksum is not { } expected)
        {
            return null;
        }

        // An upload that keeps no checksum can still have its parts verified, if they came with one.
        ObjectChecksum? actual = record.Checksum ?? PartDigests.ComputeChecksum(expected.Algorithm, expected.Type, selection.Parts);
        if (actual is null)
        {
            return EngineErrors.InvalidArgument($"The parts have no {expected.Algorithm} to compare.");
        }

        return expected.Equals(actual)
            ? null
            : new StorageError(StorageErrorCode.BadDigest, $"The object's {expected.Algorithm} is not the one that was declared.");
    }

    private async ValueTask<CommitStamp?> TryCommitAsync(
        UploadState upload, KeyState state, CompletedObject completed, CancellationToken cancellationToken)
    {
        var transaction = new EngineTransaction(upload.Bucket.Id);
        upload.Require(transaction.Metadata);
        transaction.Metadata.Delete(upload.RecordKey);
        foreach (StoredPart part in completed.Selection.Stored)
        {
            transaction.Metadata.RequireStamp(part.RecordKey, part.RecordStamp);
            transaction.Metadata.Delete(part.RecordKey);
        }

        if (completed.Record.HasPartList)
        {
            ReadOnlyMemory<byte> list = new PartListRecord(completed.Selection.Parts).Encode();
            transaction.Metadata.Put(MetadataKeys.PartList(upload.Id.Span), list);
        }

        transaction.DiscardParts(upload.Id);
        await VersionChanges.ReplaceCurrentAsync(context.Metadata, transaction, state, completed.Record, cancellationToken).ConfigureAwait(false);
        return await context.Commit.TryCommitAsync(transaction, content: null, cancellationToken).ConfigureAwait(false);
    }

    private ObjectRecord CreateRecord(UploadState upload, PartSelection selection)
    {
        bool isLong = selection.Parts.Count > ObjectRecord.MaxInlineParts;
        return new ObjectRecord
        {
            Size = selection.Size,
            ETag = PartDigests.ComputeETag(selection.Parts),
            ModifiedMs = context.NowMs,
            StorageClass = upload.Record.StorageClass,
            Checksum = upload.Record.ChecksumAlgorithm is { } algorithm
                ? PartDigests.ComputeChecksum(algorithm, upload.Record.ChecksumType, selection.Parts)
                : null,
            UploadId = upload.Id,
            Parts = isLong ? [] : selection.Parts,
            HasPartList = isLong,
            Headers = upload.Record.Headers,
            UserMetadata = upload.Record.UserMetadata,
            Tagging = upload.Record.Tagging,
        };
    }

    private sealed record CompletedObject(PartSelection Selection, ObjectRecord Record);
}
