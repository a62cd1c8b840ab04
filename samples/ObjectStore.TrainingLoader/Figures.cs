using System.Globalization;

namespace ObjectStore.TrainingLoader;

/// <summary>Numbers for people.</summary>
internal static class Figures
{
    public const string Header = "| round | source | GB/s | records/s | CPU us/record | of the file |";
    public const string Rule = "|---|---|---|---|---|---|";

    public static string Size(long bytes) => bytes switch
    {
        >= 1 << 30 when bytes % (1 << 30) == 0 => $"{bytes >> 30} GiB",
        >= 1 << 20 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        >= 1 << 10 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes} bytes",
    };

    public static string Row(int round, Reading reading, Reading file)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"| {round} | {reading.Name} | {reading.GigabytesPerSecond:N2} | {reading.RecordsPerSecond:N0} | {reading.CpuMicroseconds:N1} | {reading.RecordsPerSecond / file.RecordsPerSecond:P0} |");
}
