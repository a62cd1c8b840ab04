namespace ObjectStore.Simulation.Running;

/// <summary>What a seed is about: how many drives, what goes wrong, and how often.</summary>
internal sealed record Scenario
{
    public required int Drives { get; init; }

    public required int Openings { get; init; }

    public required int Clients { get; init; }

    public required int OperationsEach { get; init; }

    /// <summary>The share of slow work items, in percent.</summary>
    public required int SlowPercent { get; init; }

    public required TimeSpan MaxDelay { get; init; }

    /// <summary>Whether drives fail honestly: errors, full, read-only, syncs that fail, drives that go and come back.</summary>
    public required bool HasHonestFaults { get; init; }

    /// <summary>
    /// The drive that loses or changes what it was given, or -1. One, because an acknowledged write is on the write quorum, which is one more than what a read needs.
    /// </summary>
    public required int Victim { get; init; }

    /// <summary>Whether bits flip in the log of the only drive: what they hit is lost, with an error, and nothing else.</summary>
    public required bool IsBeyondParity { get; init; }

    /// <summary>Data shards of a blob.</summary>
    public int DataShards => Drives - ParityShards;

    /// <summary>Parity shards of a blob.</summary>
    public int ParityShards => Erasure.ErasureGeometry.DefaultParity(Drives);

    public static Scenario From(Random chance)
    {
        int drives = chance.Next(11) switch
        {
            0 or 10 => 1,
            1 => 2,
            2 => 5,
            3 => 6,
            4 => 3,
            _ => 4,
        };
        bool isBeyondParity = drives == 1 && chance.Next(3) == 0;
        bool canSpareOne = drives is 2 or 4 or 6;
        int victim = canSpareOne && chance.Next(3) == 0 ? chance.Next(drives) : -1;
        return new Scenario
        {
            Drives = drives,
            Openings = chance.Next(1, 4),
            Clients = chance.Next(1, 5),
            OperationsEach = chance.Next(3, 12),
            SlowPercent = chance.Next(3) == 0 ? 40 : 0,
            MaxDelay = TimeSpan.FromMilliseconds(chance.Next(4) == 0 ? 5000 : 20),
            HasHonestFaults = victim < 0 && !isBeyondParity && chance.Next(2) == 0,
            Victim = victim,
            IsBeyondParity = isBeyondParity,
        };
    }
}
