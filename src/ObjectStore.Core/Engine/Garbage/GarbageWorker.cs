using Microsoft.Extensions.Logging;
using ObjectStore.Blobs;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Garbage;

/// <summary>
/// Deletes the content that nothing names any more, once no reader uses it: first the blobs, then their entry, so that a crash in between only
/// repeats work. One worker a store.
/// </summary>
internal sealed partial class GarbageWorker(EngineContext context)
{
    /// <summary>How often <see cref="RunAsync"/> looks for garbage.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private const int BatchSize = 256;
    private const int DeletionsAtOnce = 64;

    /// <summary>Runs until it is cancelled, then returns.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, context.Environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await RunSafelyAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Collects all garbage that no reader uses; entries made meanwhile may wait for the next run.</summary>
    /// <returns>The entries that were collected.</returns>
    /// <exception cref="StorageException">Unavailable: the rest waits for the next run.</exception>
    public async ValueTask<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        int collected = 0;
        ReadOnlyMemory<byte> from = MetadataKeys.Garbage;
        while (true)
        {
            List<GarbageEntry> batch = await ReadBatchAsync(from, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                return collected;
            }

            // Readers that saw one of these entries' versions have a lease now, or a hold.
            await context.Holds.WaitForLeasesAsync(cancellationToken).ConfigureAwait(false);
            collected += await CollectAsync(batch, cancellationToken).ConfigureAwait(false);
            from = batch[^1].NextKey;
        }
    }

    private async ValueTask RunSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogRunFailed(context.Logger, exception);
        }
    }

    private async ValueTask<List<GarbageEntry>> ReadBatchAsync(ReadOnlyMemory<byte> from, CancellationToken cancellationToken)
    {
        var batch = new List<GarbageEntry>();
        using IMetadataCursor cursor = context.Metadata.Scan(from, MetadataKeys.After(MetadataKeys.Garbage.Span));
        while (batch.Count < BatchSize && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(new GarbageEntry(cursor.Key.ToArray(), cursor.Stamp, GarbageRecord.Decode(cursor.Value)));
        }

        return batch;
    }

    private async ValueTask<int> CollectAsync(List<GarbageEntry> batch, CancellationToken cancellationToken)
    {
        // All at once, so that the drives flush their deletions together.
        GarbageContents?[] deleted = await Task
            .WhenAll(batch.Select(entry => TryDeleteContentsAsync(entry, cancellationToken))).ConfigureAwait(false);
        int collected = 0;
        var transaction = new MetadataTransaction();
        for (int i = 0; i < deleted.Length; i++)
        {
            if (deleted[i] is { } contents)
            {
                transaction.Delete(batch[i].Key);
                contents.RecordKeys.ForEach(transaction.Delete);
                collected++;
            }
        }

        if (collected == 0)
        {
            return 0;
        }

        CommitResult result = await context.Metadata.CommitAsync(transaction, CancellationToken.None).ConfigureAwait(false);
        return result.Status == CommitStatus.Committed ? collected : throw EngineErrors.NoWriteQuorum();
    }

    /// <summary>Deletes the blobs of an entry; null if the entry has to wait: for a reader, or because of a failure that must not stop the others.</summary>
    private async Task<GarbageContents?> TryDeleteContentsAsync(GarbageEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            GarbageContents contents = await GarbageContents.ReadAsync(context.Metadata, entry.Record, cancellationToken).ConfigureAwait(false);
            if (contents.Blobs.Exists(blob => context.Holds.IsHeld(blob.Id)))
            {
                return null;
            }

            await DeleteAsync(contents.Blobs, cancellationToken).ConfigureAwait(false);
            return contents;
        }
        catch (Exception exception) when (exception is StorageException or RecordFormatException)
        {
            LogEntryFailed(context.Logger, entry.Stamp, exception);
            return null;
        }
    }

    private async ValueTask DeleteAsync(List<BlobRef> blobs, CancellationToken cancellationToken)
    {
        foreach (BlobRef[] chunk in blobs.Chunk(DeletionsAtOnce))
        {
            // Shards on a drive that is away are removed when it comes back, as its content is compared with the metadata then.
            await Task.WhenAll(chunk.Select(blob => context.Blobs.DeleteAsync(blob, cancellationToken).AsTask())).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1620, LogLevel.Warning, "Garbage could not be collected; the next run tries again")]
    private static partial void LogRunFailed(ILogger logger, Exception exception);

    [LoggerMessage(1621, LogLevel.Warning, "The garbage of transaction {Stamp} could not be deleted; the next run tries again")]
    private static partial void LogEntryFailed(ILogger logger, CommitStamp stamp, Exception exception);
}
