using ObjectStore.Load.Measurement;

namespace ObjectStore.Load;

/// <summary>What a step took.</summary>
/// <param name="Step">The step.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Latencies">Of the operations that succeeded.</param>
/// <param name="Bytes">Content sent and received.</param>
/// <param name="Errors">Operations that failed.</param>
/// <param name="FirstError">What the first of them said.</param>
/// <param name="CpuTime">The server's, during the step; null if not measured.</param>
/// <param name="PeakMemory">The server's, since it started; null if not measured.</param>
internal sealed record StepResult(
    LoadStep Step, TimeSpan Elapsed, LatencyHistogram Latencies, long Bytes, long Errors, string? FirstError, TimeSpan? CpuTime, long? PeakMemory)
{
    public double OperationsPerSecond => Latencies.Count / Elapsed.TotalSeconds;

    /// <summary>10^6 bytes.</summary>
    public double MegabytesPerSecond => Bytes / Elapsed.TotalSeconds / 1e6;

    public double? CpuMicrosecondsPerOperation
        => CpuTime is { } time && Latencies.Count + Errors > 0 ? time.TotalMicroseconds / (Latencies.Count + Errors) : null;
}
