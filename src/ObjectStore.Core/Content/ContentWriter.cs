using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.ErasureSets;
using ObjectStore.Integrity;

namespace ObjectStore.Content;

/// <summary>
/// Reads content to its end, computes its digests on the way, writes it to a blob, and verifies all that was declared of it. Holds no more of
/// it than the source and the blob writer do. Thread-safe.
/// </summary>
internal sealed class ContentWriter(IBlobStore blobs, Md5Scheduler md5Scheduler, ILogger logger)
{
    /// <summary>Writes content.</summary>
    /// <param name="source">The content, which is read to its end and not completed.</param>
    /// <param name="owner">Whom the blob is written for.</param>
    /// <param name="options">What is declared of the content; null for nothing.</param>
    /// <param name="maxLength">The most bytes; more gives EntityTooLarge.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>
    /// The content, to be named by a commit and disposed; else EntityTooLarge, IncompleteBody, InvalidArgument or BadDigest, and nothing is left.
    /// </returns>
    /// <exception cref="ContentSourceException">The source threw.</exception>
    /// <exception cref="StorageException">The blob cannot be written.</exception>
    public async ValueTask<StorageResult<WrittenContent>> WriteAsync(
        PipeReader source, BlobOwner owner, WriteContentOptions? options, long maxLength, CancellationToken cancellationToken)
    {
        var declaration = new ContentDeclaration(options, maxLength);
        if (declaration.CheckDeclared() is { } invalid)
        {
            return invalid;
        }

        using var digest = new ContentDigest(declaration.Algorithm);
        var md5 = new Md5Job(md5Scheduler);
        IBlobWriter? writer = null;
        try
        {
            while (true)
            {
                ReadResult read = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
                if (declaration.CheckLength(digest.Length + read.Buffer.Length) is { } tooLong)
                {
                    source.AdvanceTo(read.Buffer.Start);
                    return tooLong;
                }

                if (!read.Buffer.IsEmpty)
                {
                    writer ??= blobs.BeginWrite(owner, options?.ContentLength, md5);
                    digest.Append(read.Buffer);
                    await writer.WriteAsync(read.Buffer, cancellationToken).ConfigureAwait(false);
                }

                source.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return await FinishAsync(writer, owner, digest, md5.Md5, declaration, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (writer is not null)
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader source, CancellationToken cancellationToken)
    {
        ReadResult read;
        try
        {
            read = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new ContentSourceException(exception);
        }

        if (read.IsCanceled)
        {
            source.AdvanceTo(read.Buffer.Start);
            throw new OperationCanceledException("Reading the content was cancelled by its source.");
        }

        return read;
    }

    private async ValueTask<StorageResult<WrittenContent>> FinishAsync(
        IBlobWriter? writer, BlobOwner owner, ContentDigest digest, Md5 md5, ContentDeclaration declaration, CancellationToken cancellationToken)
    {
        ObjectChecksum? checksum = digest.FinishChecksum();
        if (declaration.CheckContent(digest.Length, checksum) is { } wrong)
        {
            return wrong;
        }

        WrittenBlob? blob = writer is null ? null : await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        byte[] hash = md5.Finish();
        var content = new WrittenContent(blobs, owner, blob, logger) { Length = digest.Length, Md5 = hash, Checksum = checksum };
        if (declaration.CheckMd5(hash) is { } bad)
        {
            await content.DisposeAsync().ConfigureAwait(false);
            return bad;
        }

        return content;
    }
}
