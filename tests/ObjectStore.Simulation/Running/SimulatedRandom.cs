using ObjectStore.Scheduling;

namespace ObjectStore.Simulation.Running;

/// <summary>The store's randomness, from the seed.</summary>
internal sealed class SimulatedRandom(Random random) : IRandomSource
{
    public void Fill(Span<byte> destination) => random.NextBytes(destination);
}
