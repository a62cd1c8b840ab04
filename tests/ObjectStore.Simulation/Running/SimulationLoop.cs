using System.Runtime.CompilerServices;
using ObjectStore.Scheduling;

namespace ObjectStore.Simulation.Running;

/// <summary>
/// Runs a whole store on one thread: every continuation and every work item waits here until chance picks it. Lives as long as the simulated process; what waits
/// when that dies never runs.
/// </summary>
internal sealed class SimulationLoop(Random chance, SimulatedClock clock, Trace trace) : SynchronizationContext, IWorkScheduler
{
    /// <summary>Items after which a run counts as one that never ends.</summary>
    private const int MaxItems = 3_000_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<(SendOrPostCallback? Callback, object? State)> _ready = [];
    private readonly ConditionalWeakTable<IThreadPoolWorkItem, Slowness> _slow = [];

    /// <summary>The share of work items (drives, mostly) that are slow, in percent.</summary>
    public int SlowPercent { get; init; }

    /// <summary>How long slow items take at most.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the process is gone.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Items run so far.</summary>
    public int Items { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsDead)
        {
            // The finalizer thread comes by here, with what the process left.
            return;
        }

        RequireThread(state);
        _ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block the simulation.");

    public override SynchronizationContext CreateCopy() => this;

    public void Queue(IThreadPoolWorkItem item)
    {
        if (IsDead)
        {
            return;
        }

        RequireThread(item);
        if (_slow.GetValue(item, _ => new Slowness(chance.Next(100) < SlowPercent)).IsSlow && chance.Next(2) == 0)
        {
            TimeSpan delay = MaxDelay * chance.NextDouble();
            clock.CreateTimer(static state => ((Action)state!)(), () => _ready.Add((null, item)), delay, Timeout.InfiniteTimeSpan);
            return;
        }

        _ready.Add((null, item));
    }

    /// <summary>Ends the process: what waits is dropped.</summary>
    public void Kill()
    {
        IsDead = true;
        _ready.Clear();
        clock.Clear();
    }

    /// <summary>Runs until a task has completed or the process is dead.</summary>
    public void Run(Task until)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            while (!IsDead && !until.IsCompleted)
            {
                RunOne();
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void RunOne()
    {
        if (++Items > MaxItems)
        {
            throw new SimulationFailure("The run does not come to an end.");
        }

        clock.Pass(chance.Next(400));
        if (clock.Fire(wait: _ready.Count == 0))
        {
            return;
        }

        if (_ready.Count == 0)
        {
            throw new SimulationFailure("The run is stuck: nothing is ready, and no timer is set.");
        }

        int index = chance.Next(_ready.Count);
        (SendOrPostCallback? callback, object? state) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        trace.Mix((ulong)index);
        Execute(callback, state);
    }

    private void Execute(SendOrPostCallback? callback, object? state)
    {
        try
        {
            if (callback is not null)
            {
                callback(state);
            }
            else
            {
                ((IThreadPoolWorkItem)state!).Execute();
            }
        }
        catch (PowerLoss)
        {
            IsDead = true;
        }
        catch (Exception e) when (IsDead)
        {
            // The process is gone: nobody is there to see it.
            trace.Note($"after the end: {e.Message}");
        }
        catch (Exception e)
        {
            throw new SimulationFailure("An exception was thrown that nothing catches; it would have ended the process.", e);
        }
    }

    private void RequireThread(object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new SimulationFailure($"Work escaped to another thread: {(state as Delegate)?.Target ?? state} {Environment.StackTrace}");
        }
    }

    private sealed record Slowness(bool IsSlow);
}
