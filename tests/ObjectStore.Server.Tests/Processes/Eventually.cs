using Xunit;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>Waits for what background work of another process brings about; only a broken server reaches the limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Looks again and again until the value is as expected.</summary>
    public static async Task AsyncAssert<T>(Func<Task<T>> read, Func<T, bool> isExpected, string what)
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        T value = await read();
        while (!isExpected(value))
        {
            Assert.False(timeout.IsCancellationRequested, $"After {Limit}: {what}: {value}");
            await timer.WaitForNextTickAsync();
            value = await read();
        }
    }
}
