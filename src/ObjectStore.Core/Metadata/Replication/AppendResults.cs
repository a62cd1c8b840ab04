using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace ObjectStore.Metadata.Replication;

/// <summary>Begins appends, and hands their ends to the sequencer, whatever thread they come from.</summary>
/// <param name="signal">Wakes the sequencer.</param>
/// <param name="logger">Its log.</param>
internal sealed partial class AppendResults(Action signal, ILogger logger)
{
    private readonly ConcurrentQueue<(ReplicaLink Link, MetadataRecord Record, bool Durable)> _ends = new();
    private readonly ILogger _logger = logger;

    public bool IsEmpty => _ends.IsEmpty;

    /// <summary>Begins to append a record; the order of calls is the order in the replica's log.</summary>
    public void Begin(ReplicaLink link, MetadataRecord record)
    {
        ValueTask<bool> append = link.AppendAsync(record);
        if (append.IsCompletedSuccessfully)
        {
            _ends.Enqueue((link, record, append.Result));
            return;
        }

        _ = AwaitAsync(link, record, append);
    }

    /// <summary>Takes the next end: the link has noted it.</summary>
    public bool TryTake([NotNullWhen(true)] out ReplicaLink? link, out bool durable)
    {
        if (!_ends.TryDequeue(out (ReplicaLink Link, MetadataRecord Record, bool Durable) end))
        {
            (link, durable) = (null, false);
            return false;
        }

        (link, durable) = (end.Link, end.Durable);
        link.OnAppended(end.Record, durable);
        return true;
    }

    private async Task AwaitAsync(ReplicaLink link, MetadataRecord record, ValueTask<bool> append)
    {
        bool durable = false;
        try
        {
            durable = await append.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever it was, it is not known to be durable, so the replica must not be used.
            LogAppendThrew(exception, link.Slot);
        }

        _ends.Enqueue((link, record, durable));
        signal();
    }

    [LoggerMessage(1303, LogLevel.Error, "Appending to metadata replica {Slot} threw.")]
    private partial void LogAppendThrew(Exception exception, int slot);
}
