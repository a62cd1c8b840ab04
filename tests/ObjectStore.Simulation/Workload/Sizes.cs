using ObjectStore.Blobs;

namespace ObjectStore.Simulation.Workload;

/// <summary>Lengths of content around every boundary of the layout.</summary>
internal static class Sizes
{
    public static int Next(Random chance, int dataShards)
    {
        int stripe = dataShards * ShardLayout.BlockSize;
        int log = dataShards * ShardLayout.MaxLogShard;
        int boundary = chance.Next(8) switch
        {
            0 => 0,
            1 => 512,
            2 => ShardLayout.BlockSize,
            3 => stripe,
            4 or 5 => log,
            6 => stripe * chance.Next(1, 9),
            _ => chance.Next(1, chance.Next(3) == 0 ? 3 * log : 3000),
        };
        return Math.Max(0, boundary + chance.Next(-1, 2));
    }
}
