using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>A clock that tells when someone waits for it, so that moving it on is never too early.</summary>
internal sealed class ObservedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, SemaphoreSlim> _waits = new();

    /// <summary>Completes when a wait of this length has begun that no earlier call was told of.</summary>
    public Task WaitBegunAsync(TimeSpan length) => WaitsOf(length).WaitAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        WaitsOf(dueTime).Release();
        return timer;
    }

    private SemaphoreSlim WaitsOf(TimeSpan length) => _waits.GetOrAdd(length, _ => new SemaphoreSlim(0));
}
