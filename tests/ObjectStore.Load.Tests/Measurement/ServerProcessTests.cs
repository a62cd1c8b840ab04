using ObjectStore.Load.Measurement;
using Xunit;

namespace ObjectStore.Load.Tests.Measurement;

public sealed class ServerProcessTests
{
    [Fact]
    public void ParseCpuTime_CommandWithBlanksAndParentheses_AddsUserAndSystemTime()
    {
        const string Stat = "42 (a) b (c) S 1 42 42 0 -1 4194304 500 0 0 0 250 50 7 8 20 0 9 0 100 1000 200";

        Assert.Equal(TimeSpan.FromSeconds(3), ServerProcess.ParseCpuTime(Stat));
    }

    [Fact]
    public void ParsePeakMemory_Status_ReadsKibibytes()
        => Assert.Equal(12 << 20, ServerProcess.ParsePeakMemory(["Name:\tserver", "VmPeak:\t   99999 kB", "VmHWM:\t   12288 kB"]));

    [Fact]
    public void Read_ThisProcess_ShowsMemory()
        => Assert.True(new ServerProcess(Environment.ProcessId).Read().PeakMemory > 1 << 20);
}
