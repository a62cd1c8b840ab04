using ObjectStore.Simulation.Running;
using Xunit;

namespace ObjectStore.Simulation;

/// <summary>The whole store under faults and crashes, one schedule a seed.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_SameSeedTwice_DoesTheSame(ulong seed)
        => Assert.Equal(SimulationRun.Run(seed).Hash, SimulationRun.Run(seed, isVerbose: true).Hash);

    [Fact]
    public void Run_ManySeeds_KeepsEveryPromise() => SeedRange.FromEnvironment().RunAll();
}
