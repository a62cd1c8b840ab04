using Microsoft.Extensions.Logging;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using ObjectStore.Scheduling;

namespace ObjectStore.Healing;

/// <summary>
/// Works off the heal queue in the background, in the order of its keys, a few blobs at a time. An entry goes only when every shard of its blob is good or metadata no
/// longer names the blob; one whose drives are away is kept and costs nothing until they return. Thread-safe.
/// </summary>
internal sealed partial class HealWorker : IAsyncDisposable
{
    private const int MaxConcurrent = 2;
    private const int PageSize = 64;

    private readonly IMetadataStore _metadata;
    private readonly HealQueue _queue;
    private readonly HealEntryProcessor _processor;
    private readonly TimeProvider _time;
    private readonly IWorkScheduler _scheduler;
    private readonly TimeSpan _period;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource _wake = NewSignal();
    private Task _running = Task.CompletedTask;
    private long _queueLength;

    /// <param name="sets">All erasure sets.</param>
    /// <param name="metadata">Holds the queue.</param>
    /// <param name="queue">Collects reports; wakes this worker.</param>
    /// <param name="healer">Heals a blob.</param>
    /// <param name="period">How often to look without being woken.</param>
    /// <param name="environment">Time and log.</param>
    public HealWorker(
        IReadOnlyList<ErasureSet> sets, IMetadataStore metadata, HealQueue queue, BlobHealer healer, TimeSpan period, StoreEnvironment environment)
    {
        _metadata = metadata;
        _queue = queue;
        _processor = new HealEntryProcessor(sets, metadata, queue, healer, environment);
        _period = period;
        _time = environment.Time;
        _scheduler = environment.Scheduler;
        _logger = environment.LoggerFactory.CreateLogger<HealWorker>();
        queue.EntriesAdded = Wake;
    }

    /// <summary>The counters.</summary>
    public HealStatus Status => _processor.Status with { QueueLength = Interlocked.Read(ref _queueLength) + _queue.PendingCount };

    /// <summary>Begins to work in the background, once.</summary>
    public void Start() => _running = _scheduler.RunAsync(() => WorkAsync(_stopping.Token));

    /// <summary>Looks at the queue soon: entries were committed to it.</summary>
    public void Wake() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Looks at the queue soon, also at entries that could not be healed before.</summary>
    public void OnDriveReturned()
    {
        _processor.Reconsider();
        Wake();
    }

    /// <summary>Goes over the whole queue once.</summary>
    /// <exception cref="StorageException">The metadata cannot be read.</exception>
    public async Task RunOnceAsync(CancellationToken cancellationToken = default)
    {
        await _queue.WriteOutAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        long kept = 0;
        ReadOnlyMemory<byte> from = MetadataKeys.Heals;
        while (true)
        {
            List<HealEntry> page = await ReadPageAsync(from, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(page, options, async (entry, token) =>
            {
                if (!await _processor.ProcessAsync(entry, token).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref kept);
                }
            }).ConfigureAwait(false);

            // The least key after the last of the page.
            from = (byte[])[.. page[^1].Key.Span, 0];
        }

        Interlocked.Exchange(ref _queueLength, kept);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // Renewed before the round, so that an entry which comes during it starts another.
            TaskCompletionSource signal = NewSignal();
            Volatile.Write(ref _wake, signal);
            try
            {
                await RunOnceAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogRoundFailed(e);
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(signal.Task, Task.Delay(_period, _time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<List<HealEntry>> ReadPageAsync(ReadOnlyMemory<byte> from, CancellationToken cancellationToken)
    {
        var page = new List<HealEntry>(PageSize);
        using IMetadataCursor cursor = _metadata.Scan(from, MetadataKeys.After(MetadataKeys.Heals.Span));
        while (page.Count < PageSize && await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add(new HealEntry(cursor.Key.ToArray(), cursor.Value.ToArray(), cursor.Stamp));
        }

        return page;
    }

    [LoggerMessage(1413, LogLevel.Warning, "A round over the heal queue ended early; the next one goes on.")]
    private partial void LogRoundFailed(Exception exception);
}
