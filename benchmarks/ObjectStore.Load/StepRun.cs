using System.Diagnostics;
using ObjectStore.Load.Client;
using ObjectStore.Load.Measurement;

namespace ObjectStore.Load;

/// <summary>A step while it runs: hands out the operations and collects their outcomes. Thread-safe.</summary>
/// <param name="count">Operations at most.</param>
/// <param name="duration">After it no more operations begin.</param>
internal sealed class StepRun(long count, TimeSpan duration)
{
    // A server that only fails must not be asked for ever.
    private const int MaxErrors = 100;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly LatencyHistogram _latencies = new();
    private readonly Lock _merge = new();
    private long _next;
    private long _bytes;
    private long _errors;
    private string? _firstError;

    /// <summary>Operations handed out.</summary>
    public long Taken => Math.Min(Volatile.Read(ref _next), count);

    public long Bytes => Volatile.Read(ref _bytes);

    public long Errors => Volatile.Read(ref _errors);

    public string? FirstError => _firstError;

    public LatencyHistogram Latencies => _latencies;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>The number of the next operation; false when the step is over.</summary>
    public bool TryTake(out long number)
    {
        number = -1;
        if (Errors >= MaxErrors || Elapsed >= duration)
        {
            return false;
        }

        number = Interlocked.Increment(ref _next) - 1;
        return number < count;
    }

    public void Record(S3Response response, int bytesSent, TimeSpan latency, LatencyHistogram worker)
    {
        if (response.IsSuccess)
        {
            worker.Record(latency);
            Interlocked.Add(ref _bytes, bytesSent + response.BodyLength);
        }
        else
        {
            Interlocked.CompareExchange(ref _firstError, response.Error, null);
            Interlocked.Increment(ref _errors);
        }
    }

    public void Merge(LatencyHistogram worker)
    {
        lock (_merge)
        {
            _latencies.Add(worker);
        }
    }
}
