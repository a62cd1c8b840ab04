using ObjectStore.Simulation.Media;

namespace ObjectStore.Simulation.Running;

/// <summary>Breaks things while the store runs: within what a scenario allows.</summary>
internal sealed class Gremlin(Scenario scenario, SimulatedMachine machine, SimulatedClock clock, Random chance, Trace trace)
{
    private readonly string[] _paths = [.. machine.Mounts.Keys];
    private readonly List<(string Path, SimulatedDisk Disk)> _away = [];
    private SimulatedDisk? _stale;

    /// <summary>Whether the victim was damaged in a way that only reading finds.</summary>
    public bool HasDamaged { get; private set; }

    /// <summary>Does its work until nobody listens any more.</summary>
    public async Task RunAsync(Func<bool> isOver)
    {
        SetRates();
        while (!isOver())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(1, 400)), clock);
            if (!isOver())
            {
                Act();
            }
        }
    }

    /// <summary>Everything works again: disks are back where they belong, and do what they are told.</summary>
    public void Repair()
    {
        for (; _away.Count > 0; _away.RemoveAt(_away.Count - 1))
        {
            machine.Mount(_away[^1].Path, _away[^1].Disk);
        }

        foreach (SimulatedDisk? disk in machine.Mounts.Values)
        {
            disk?.Faults.Clear();
        }
    }

    /// <summary>While nothing runs: what may happen to disks on the shelf.</summary>
    public void BetweenOpenings(bool hasHistory)
    {
        Repair();
        if (chance.Next(6) == 0 && _paths.Length > 1)
        {
            string first = _paths[chance.Next(_paths.Length)];
            string second = _paths[chance.Next(_paths.Length)];
            (SimulatedDisk? one, SimulatedDisk? two) = (machine.At(first), machine.At(second));
            trace.Note($"gremlin: swaps {first} and {second}");
            machine.Mount(first, two);
            machine.Mount(second, one);
        }

        if (hasHistory && scenario.Victim >= 0 && chance.Next(3) == 0)
        {
            DamageVictim();
        }

        if (scenario.IsBeyondParity && machine.At(_paths[0]) is { } only && only.Paths.FirstOrDefault(static path => path.StartsWith("log/", StringComparison.Ordinal)) is { } log)
        {
            trace.Note($"gremlin: a bit of {log} flips");
            only.Find(log)!.FlipEarly(chance);
        }
    }

    private void SetRates()
    {
        foreach (string path in _paths)
        {
            if (scenario.HasHonestFaults && chance.Next(2) == 0 && machine.At(path) is { } disk)
            {
                disk.Faults.Errors = chance.Next(3) == 0 ? chance.Next(60) : 0;
                disk.Faults.Full = chance.Next(3) == 0 ? chance.Next(600) : 0;
                disk.Faults.Syncs = chance.Next(3) == 0 ? chance.Next(1200) : 0;
            }
        }

        if (VictimDisk is { } victim && chance.Next(2) == 0)
        {
            victim.Faults.LostWrites = chance.Next(200);
            victim.Faults.Misdirected = chance.Next(100);
            victim.Faults.ReadFlips = chance.Next(300);
            HasDamaged = true;
        }
    }

    private SimulatedDisk? VictimDisk => scenario.Victim < 0 ? null : machine.Mounts.Values.FirstOrDefault(disk => disk?.Name == $"disk{scenario.Victim}");

    private void Act()
    {
        int act = chance.Next(10);
        if (act == 0)
        {
            clock.Offset += TimeSpan.FromMinutes(chance.Next(-10_000, 10_000));
            trace.Note($"gremlin: the clock is off by {clock.Offset}");
        }

        if (_away.Count > 0 && chance.Next(2) == 0)
        {
            (string path, SimulatedDisk disk) = _away[^1];
            _away.RemoveAt(_away.Count - 1);
            trace.Note($"gremlin: {disk.Name} is back at {path}");
            machine.Mount(path, disk);
            return;
        }

        string target = _paths[chance.Next(_paths.Length)];
        if (scenario.HasHonestFaults && machine.At(target) is { } chosen)
        {
            ActHonestly(target, chosen, act);
        }

        if (scenario.Victim >= 0 && act == 9)
        {
            DamageVictim();
        }
    }

    private void ActHonestly(string path, SimulatedDisk disk, int act)
    {
        switch (act)
        {
            case 1 or 2:
                trace.Note($"gremlin: {disk.Name} vanishes from {path}");
                _away.Add((path, disk));
                machine.Mount(path, chance.Next(2) == 0 ? null : new SimulatedDisk("root") { IsOnRoot = true });
                break;
            case 3:
                trace.Note($"gremlin: {disk.Name} is read-only");
                disk.Faults.IsReadOnly = true;
                break;
            case 4:
                trace.Note($"gremlin: {disk.Name} is well again");
                disk.Faults.Clear();
                break;
            case 5:
                trace.Note($"gremlin: a foreign disk is at {path}");
                _away.Add((path, disk));
                machine.Mount(path, Foreign());
                break;
        }
    }

    private static SimulatedDisk Foreign()
    {
        var disk = new SimulatedDisk("foreign");
        disk.Create("holiday.jpg");
        disk.SyncDirectory(string.Empty);
        return disk;
    }

    private void DamageVictim()
    {
        if (VictimDisk is not { } victim)
        {
            return;
        }

        HasDamaged = true;
        string path = machine.Mounts.First(mount => mount.Value == victim).Key;
        switch (chance.Next(6))
        {
            case 0:
                trace.Note($"gremlin: {victim.Name} is replaced by an empty one");
                machine.Mount(path, new SimulatedDisk(victim.Name));
                break;
            case 1 when _stale is not null:
                trace.Note($"gremlin: {victim.Name} is as it was before");
                machine.Mount(path, _stale);
                _stale = null;
                break;
            case 1 or 2:
                trace.Note($"gremlin: {victim.Name} is copied");
                _stale = victim.Copy();
                break;
            case 3:
                trace.Note($"gremlin: the index of {victim.Name} is lost");
                victim.LoseIndex();
                machine.Mount(path, victim);
                break;
            default:
                FlipBits(victim);
                break;
        }
    }

    private void FlipBits(SimulatedDisk victim)
    {
        string[] paths = [.. victim.Paths.Where(static path => path.Contains('/', StringComparison.Ordinal))];
        for (int i = chance.Next(1, 8); i > 0 && paths.Length > 0; i--)
        {
            string path = paths[chance.Next(paths.Length)];
            trace.Note($"gremlin: a bit of {victim.Name}/{path} flips");
            victim.Find(path)!.Flip(chance);
        }
    }
}
