using ObjectStore.Blobs;
using ObjectStore.Engine.Reading;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class BlobHoldsTests
{
    [Fact]
    public void WaitForLeases_WithoutLeases_CompletesAtOnce()
    {
        var holds = new BlobHolds();

        Assert.True(holds.WaitForLeasesAsync(default).IsCompletedSuccessfully);
        Assert.True(holds.WaitForLeasesAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task WaitForLeases_WaitsForEarlierLeasesOnly()
    {
        var holds = new BlobHolds();
        BlobLease first = holds.Lease();
        Task wait1 = holds.WaitForLeasesAsync(default).AsTask();
        BlobLease second = holds.Lease();
        Task wait2 = holds.WaitForLeasesAsync(default).AsTask();

        second.Dispose();
        Assert.False(wait1.IsCompleted);
        Assert.False(wait2.IsCompleted);

        BlobLease third = holds.Lease();
        first.Dispose();
        await wait1;
        await wait2;
        third.Dispose();
    }

    [Fact]
    public async Task WaitForLeases_AfterManyWaitsUnderOneLease_StillWaitsForIt()
    {
        var holds = new BlobHolds();
        BlobLease lease = holds.Lease();
        Task[] waits = [.. Enumerable.Range(0, 10).Select(_ => holds.WaitForLeasesAsync(default).AsTask())];

        Assert.DoesNotContain(waits, wait => wait.IsCompleted);
        lease.Dispose();
        await Task.WhenAll(waits);
    }

    [Fact]
    public void Hold_Twice_IsReleasedByTheSecondRelease()
    {
        var holds = new BlobHolds();
        var blob = new BlobId(1, 2);
        holds.Hold(blob);
        holds.Hold(blob);

        holds.Release(blob);
        Assert.True(holds.IsHeld(blob));
        holds.Release(blob);
        Assert.False(holds.IsHeld(blob));
    }
}
