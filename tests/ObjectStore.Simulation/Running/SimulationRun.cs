using ObjectStore.Runtime;
using ObjectStore.Scheduling;
using ObjectStore.Simulation.Media;
using ObjectStore.Simulation.Model;
using ObjectStore.Simulation.Workload;

namespace ObjectStore.Simulation.Running;

/// <summary>
/// One schedule: a store is opened, used and killed a few times while things break; then everything works again, the store comes to rest, and must have kept
/// its promises. All of it follows from the seed.
/// </summary>
internal sealed class SimulationRun
{
    private readonly Random _chance;
    private readonly Scenario _scenario;
    private readonly SimulatedClock _clock = new();
    private readonly SimulatedMachine _machine;
    private readonly Oracle _oracle = new();
    private readonly Gremlin _gremlin;
    private readonly IRandomSource _ids;
    private SimulationLoop _loop;
    private OpenStore? _store;

    private SimulationRun(ulong seed, bool isVerbose)
    {
        Trace = new Trace(isVerbose);
        _chance = new Random((int)(seed * 0x9E3779B1));
        _scenario = Scenario.From(_chance);
        _ids = new SimulatedRandom(new Random(_chance.Next()));
        _machine = new SimulatedMachine(new Random(_chance.Next()), Trace);
        for (int i = 0; i < _scenario.Drives; i++)
        {
            _machine.Mount($"/disk{i}", new SimulatedDisk($"disk{i}"));
        }

        _gremlin = new Gremlin(_scenario, _machine, _clock, new Random(_chance.Next()), Trace);
        _loop = NewLoop();
        Trace.Note($"{_scenario}");
    }

    public Trace Trace { get; }

    /// <summary>Runs the schedule of a seed; throws if a promise is broken.</summary>
    public static Trace Run(ulong seed, bool isVerbose = false)
    {
        var run = new SimulationRun(seed, isVerbose);
        try
        {
            run.RunAll();
        }
        catch (Exception e)
        {
            run._loop.Kill();
            throw new SimulationFailure($"Seed {seed}: {(e is SimulationFailure { InnerException: null } ? e.Message : e)}\n{string.Join('\n', run.Trace.Lines)}", e);
        }

        run._loop.Kill();
        return run.Trace;
    }

    private void RunAll()
    {
        bool isOpened = false;
        for (int i = 0; i < _scenario.Openings; i++)
        {
            // The first opening formats the drives, which needs all of them.
            isOpened |= RunOpening(isFirst: !isOpened);
        }

        _gremlin.Repair();
        var audit = new Audit(_oracle, _machine, _clock, _scenario, Trace);
        for (int i = 0; i < 2; i++)
        {
            Restart(isPowerCut: true);
            Execute(async () =>
            {
                try
                {
                    await OpenAsync(TimeSpan.FromSeconds(5));
                }
                catch (StorageException e) when (_scenario.IsBeyondParity && e.Code == StorageErrorCode.Unavailable)
                {
                    return;
                }

                await audit.RunAsync(_store!, isLast: i == 1, _gremlin.HasDamaged);
                await CloseAsync();
            });
        }
    }

    private bool RunOpening(bool isFirst)
    {
        bool isCut = _chance.Next(4) > 0;
        _machine.DiesAt = _chance.Next(3) == 0 ? _machine.Operations + _chance.Next(1, !isFirst ? 1500 : _chance.Next(2) == 0 ? 600 : 32 * _scenario.Drives) : 0;
        _machine.DiesAtName = !isFirst && _machine.DiesAt == 0 && _chance.Next(6) == 0 ? _chance.Next(1, 60) : 0;
        bool isOpened = false;
        Execute(async () =>
        {
            if (!await TryOpenAsync())
            {
                return;
            }

            isOpened = true;
            await UseAsync();
            if (_chance.Next(4) == 0)
            {
                _gremlin.Repair();
                await CloseAsync();
            }
        });
        Restart(isCut);
        _gremlin.BetweenOpenings(isOpened || !isFirst);
        return isOpened;
    }

    private async Task<bool> TryOpenAsync()
    {
        try
        {
            await OpenAsync(TimeSpan.FromMilliseconds(300));
            return true;
        }
        catch (StorageException e) when (e.Code is StorageErrorCode.Unavailable)
        {
            Trace.Note($"cannot be opened: {e.Message}");
            return false;
        }
    }

    private async Task OpenAsync(TimeSpan driveCheckInterval)
    {
        _oracle.OnOpening();
        var options = new ObjectStoreOptions { DriveCheckInterval = driveCheckInterval };
        for (int i = 0; i < _scenario.Drives; i++)
        {
            options.Drives.Add($"/disk{i}");
        }

        var environment = new StoreEnvironment { Time = _clock, Random = _ids, Scheduler = _loop, LoggerFactory = new TraceLoggers(Trace) };
        _store = await StoreOpener.OpenAsync(options, (_, _) => _machine, environment, CancellationToken.None);
        Trace.Note($"open: {_store.GetStatus().Reason ?? "whole"}");
    }

    private async Task UseAsync()
    {
        OpenStore store = _store!;
        await MakeBucketsAsync(store);
        if (store.GetStatus().CanWrite)
        {
            _oracle.OnDecided();
        }

        bool isOver = false;
        Task broken = _gremlin.RunAsync(() => isOver);
        await Task.WhenAll(Enumerable.Range(0, _scenario.Clients).Select(i =>
            new Client(store.Engine, _oracle, new Random(_chance.Next()), _clock, Trace, _scenario, $"client {i}").RunAsync(_scenario.OperationsEach)));
        isOver = true;
        await broken;
    }

    private static async Task MakeBucketsAsync(OpenStore store)
    {
        foreach (string bucket in Buckets.All)
        {
            await store.Engine.TryCreateBucketAsync(bucket);
        }

        await store.Engine.TrySetBucketVersioningAsync(Buckets.Versioned, BucketVersioning.Enabled);
    }

    private async Task CloseAsync()
    {
        OpenStore store = _store!;
        _store = null;
        await store.DisposeAsync();
        Trace.Note($"closed");
    }

    /// <summary>Runs in the simulated process until it ends or dies.</summary>
    private void Execute(Func<Task> work)
    {
        _machine.Died = _loop.Kill;
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_loop);
        Task task;
        try
        {
            task = work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        _loop.Run(task);
        if (!_loop.IsDead)
        {
            task.GetAwaiter().GetResult();
        }
        else if (task.IsFaulted && task.Exception.InnerException is SimulationFailure failure)
        {
            throw failure;
        }
    }

    private void Restart(bool isPowerCut)
    {
        Trace.Note($"--- restart, {(isPowerCut ? "power cut" : "killed")}");
        _loop.Kill();
        _store = null;
        _machine.Restart(isPowerCut);
        _loop = NewLoop();
        foreach (Upload upload in _oracle.Uploads)
        {
            upload.IsBusy = false;
        }
    }

    private SimulationLoop NewLoop() => new(new Random(_chance.Next()), _clock, Trace) { SlowPercent = _scenario.SlowPercent, MaxDelay = _scenario.MaxDelay };
}
