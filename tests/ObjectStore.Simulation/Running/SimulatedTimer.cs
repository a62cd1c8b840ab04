namespace ObjectStore.Simulation.Running;

/// <summary>A timer of a <see cref="SimulatedClock"/>.</summary>
internal sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;

    /// <summary>The number of its last setting; 0 while it is not set.</summary>
    public long Order { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        Order = 0;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Set(this, dueTime);
        }

        return true;
    }

    public void Fire()
    {
        Order = 0;
        if (_period > TimeSpan.Zero)
        {
            clock.Set(this, _period);
        }

        callback(state);
    }

    public void Dispose() => Order = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
