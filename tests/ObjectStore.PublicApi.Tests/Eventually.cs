
namespace ObjectStore.PublicApi.Tests;

/// <summary>Waits for what background work brings about; only a broken store reaches the limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task Assert(Func<bool> isReached, Func<string> describe)
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isReached())
        {
            Xunit.Assert.False(timeout.IsCancellationRequested, $"After {Limit}: {describe()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
