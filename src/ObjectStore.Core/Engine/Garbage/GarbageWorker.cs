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
        catch (Exception exception) when (exception is StorageException or RecordFormatException)
        {
            LogRunFailed(exception);
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
        int collected = 0;
        var transaction = new MetadataTransaction();
        foreach (GarbageEntry entry in batch)
        {
            GarbageContents contents = await GarbageContents.ReadAsync(context.Metadata, entry.Record, cancellationToken).ConfigureAwait(false);
            if (contents.Blobs.Exists(blob => context.Holds.IsHeld(blob.Id)))
            {
                continue;
            }

            await DeleteAsync(contents.Blobs, cancellationToken).ConfigureAwait(false);
            transaction.Delete(entry.Key);
            contents.RecordKeys.ForEach(transaction.Delete);
            collected++;
        }

        if (collected == 0)
        {
            return 0;
        }

        CommitResult result = await context.Metadata.CommitAsync(transaction, CancellationToken.None).ConfigureAwait(false);
        return result.Status == CommitStatus.Committed ? collected : throw EngineErrors.NoWriteQuorum();
    }

    private async ValueTask DeleteAsync(List<BlobRef> blobs, CancellationToken cancellationToken)
    {
        foreach (BlobRef blob in blobs)
        {
            // Shards on a drive that is away are removed when it comes back, as its content is compared with the metadata then.
            _ = await context.Blobs.DeleteAsync(blob, cancellationToken).ConfigureAwait(false);
        }
    }

    private void LogRunFailed(Exception exception) => LogRunFailed(context.Logger, exception);

    [LoggerMessage(1620, LogLevel.Warning, "Garbage could not be collected; the next run tries again")]
    private static partial void LogRunFailed(ILogger logger, Exception exception);
}
