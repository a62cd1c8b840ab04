using System.Diagnostics;

namespace ObjectStore.TrainingLoader;

/// <summary>Reads a source's records by several readers, turn by turn, and adds up what that takes. For one caller at a time.</summary>
internal sealed class Reading(IRecordSource source, int recordSize, int readers)
{
    private TimeSpan _elapsed;
    private TimeSpan _cpu;
    private long _records;

    public string Name => source.Name;

    /// <summary>Over the first word of every record: the same for all sources that gave the same bytes.</summary>
    public ulong Sum { get; private set; }

    public double RecordsPerSecond => _records / _elapsed.TotalSeconds;

    public double GigabytesPerSecond => RecordsPerSecond * recordSize / 1e9;

    public double CpuMicroseconds => _cpu.TotalMicroseconds / _records;

    public async Task TakeTurnAsync(ReadOnlyMemory<int> records, CancellationToken cancellationToken)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        var shares = new Task<ulong>[readers];
        for (int reader = 0; reader < readers; reader++)
        {
            ReadOnlyMemory<int> share = Slice(records, reader, readers);
            shares[reader] = Task.Run(async () => await source.ReadAsync(share, cancellationToken), cancellationToken);
        }

        foreach (ulong sum in await Task.WhenAll(shares))
        {
            Sum += sum;
        }

        _elapsed += Stopwatch.GetElapsedTime(start);
        _cpu += Environment.CpuUsage.TotalTime - cpu;
        _records += records.Length;
    }

    /// <summary>The n-th of equal shares.</summary>
    public static ReadOnlyMemory<int> Slice(ReadOnlyMemory<int> records, int index, int count)
    {
        int start = (int)((long)records.Length * index / count);
        int end = (int)((long)records.Length * (index + 1) / count);
        return records[start..end];
    }
}
