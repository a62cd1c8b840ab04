using System.Globalization;

namespace ObjectStore.Load.Reports;

/// <summary>Results for people: one line each. Latencies in milliseconds.</summary>
internal static class TableReport
{
    public static string Header { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{"step",-20}{"conn",5}{"ops",9}{"errors",8}{"ops/s",10}{"MB/s",9}{"p50 ms",9}{"p90 ms",9}{"p99 ms",9}{"max ms",9}{"CPU us/op",11}{"peak MiB",10}");

    public static string Format(StepResult result)
    {
        string cpu = result.CpuMicrosecondsPerOperation is { } microseconds ? microseconds.ToString("F0", CultureInfo.InvariantCulture) : "-";
        string memory = result.PeakMemory is { } bytes ? (bytes >> 20).ToString(CultureInfo.InvariantCulture) : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Step.Name,-20}{result.Step.Concurrency,5}{result.Latencies.Count,9}{result.Errors,8}{result.OperationsPerSecond,10:F1}"
            + $"{result.MegabytesPerSecond,9:F1}{Latency(result, 0.5),9:F2}{Latency(result, 0.9),9:F2}{Latency(result, 0.99),9:F2}"
            + $"{result.Latencies.Max.TotalMilliseconds,9:F2}{cpu,11}{memory,10}");
    }

    private static double Latency(StepResult result, double share) => result.Latencies.Percentile(share).TotalMilliseconds;
}
