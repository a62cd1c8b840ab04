using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ObjectStore.Scheduling;

/// <summary>Everything that is not a function of the input: time, chance, threads, and the log. Immutable.</summary>
internal sealed record StoreEnvironment
{
    public static StoreEnvironment System { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IRandomSource Random { get; init; } = SystemRandomSource.Instance;

    public IWorkScheduler Scheduler { get; init; } = ThreadPoolScheduler.Instance;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
