using System.Globalization;

namespace ObjectStore.Load.Measurement;

/// <summary>Reads a process's use of the machine from Linux's /proc, as proc(5) documents it.</summary>
internal sealed class ServerProcess(int id)
{
    // USER_HZ, in which /proc counts CPU time, is 100 on every architecture that .NET runs on.
    private const int TicksPerSecond = 100;

    // Positions of utime and stime, counted from the field after the command's closing parenthesis.
    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <exception cref="IOException">There is no such process, or this is not Linux.</exception>
    public ServerUsage Read()
        => new(ParseCpuTime(File.ReadAllText($"/proc/{id}/stat")), ParsePeakMemory(File.ReadLines($"/proc/{id}/status")));

    internal static TimeSpan ParseCpuTime(string stat)
    {
        // The command may itself hold blanks and parentheses.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long ticks = long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[SystemTime], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    internal static long ParsePeakMemory(IEnumerable<string> status)
    {
        string line = status.First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture) << 10;
    }
}
