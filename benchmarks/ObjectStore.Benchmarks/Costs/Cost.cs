using System.Diagnostics;
using System.Globalization;

namespace ObjectStore.Benchmarks.Costs;

/// <summary>What one operation costs the process: its own thread's share and everything that works for it in the background.</summary>
internal readonly record struct Cost(double Microseconds, double CpuMicroseconds, double AllocatedBytes)
{
    /// <summary>Runs an operation over and over for a while, after as long a time to warm up.</summary>
    public static async Task<Cost> MeasureAsync(TimeSpan duration, Func<Task> operation)
    {
        await RunAsync(duration, operation);
        await Task.Delay(TimeSpan.FromMilliseconds(200)); // What was tiered up meanwhile is compiled now.
        await RunAsync(duration / 4, operation);
        using Process process = Process.GetCurrentProcess();
        process.Refresh();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        long count = await RunAsync(duration, operation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        return new Cost(elapsed.TotalMicroseconds / count, cpu.TotalMicroseconds / count, (double)allocated / count);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Microseconds:N1} | {CpuMicroseconds:N1} | {AllocatedBytes:N0}");

    private static async Task<long> RunAsync(TimeSpan duration, Func<Task> operation)
    {
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        do
        {
            await operation();
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return count;
    }
}
