using System.Text.Json;

namespace ObjectStore.Load.Reports;

/// <summary>Results for programs. Never holds a credential.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions SerializerOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Format(LoadOptions options, IReadOnlyList<StepResult> results) => JsonSerializer.Serialize(
        new
        {
            Endpoint = options.Endpoint.ToString(),
            Payload = options.SignPayload ? "signed" : "unsigned",
            Steps = results.Select(result => new
            {
                result.Step.Name,
                result.Step.Concurrency,
                Operations = result.Latencies.Count,
                result.Errors,
                result.FirstError,
                ElapsedSeconds = result.Elapsed.TotalSeconds,
                result.OperationsPerSecond,
                result.MegabytesPerSecond,
                P50Ms = result.Latencies.Percentile(0.5).TotalMilliseconds,
                P90Ms = result.Latencies.Percentile(0.9).TotalMilliseconds,
                P99Ms = result.Latencies.Percentile(0.99).TotalMilliseconds,
                MaxMs = result.Latencies.Max.TotalMilliseconds,
                result.CpuMicrosecondsPerOperation,
                PeakMemoryBytes = result.PeakMemory,
            }),
        },
        SerializerOptions);
}
