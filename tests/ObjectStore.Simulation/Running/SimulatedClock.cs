namespace ObjectStore.Simulation.Running;

/// <summary>Time that passes when the loop says so; the wall clock may jump, the monotonic one never does.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _order;

    /// <summary>Ticks of 100 ns since the start.</summary>
    public long Now { get; private set; }

    /// <summary>How far the wall clock is off.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + Offset + TimeSpan.FromTicks(Now);

    public override long GetTimestamp() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Pass(long ticks) => Now += ticks;

    /// <summary>Fires the next timer if it is due, or with <paramref name="wait"/> goes on to it; false if there is none.</summary>
    public bool Fire(bool wait)
    {
        while (_timers.TryPeek(out SimulatedTimer? timer, out (long Due, long Order) place))
        {
            if (timer.Order != place.Order)
            {
                _timers.Dequeue();
                continue;
            }

            if (place.Due > Now && !wait)
            {
                return false;
            }

            _timers.Dequeue();
            Now = Math.Max(Now, place.Due);
            timer.Fire();
            return true;
        }

        return false;
    }

    /// <summary>Forgets all timers: the process is gone.</summary>
    public void Clear() => _timers.Clear();

    public void Set(SimulatedTimer timer, TimeSpan due)
    {
        timer.Order = ++_order;
        _timers.Enqueue(timer, (Now + due.Ticks, timer.Order));
    }
}
