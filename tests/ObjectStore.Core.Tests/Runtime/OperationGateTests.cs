using ObjectStore.Runtime;
using Xunit;

namespace ObjectStore.Tests.Runtime;

public class OperationGateTests
{
    [Fact]
    public async Task CloseAsync_NothingRuns_CompletesAndRefuses()
    {
        var gate = new OperationGate();
        gate.Enter();
        gate.Exit();

        await gate.CloseAsync(CancellationToken.None);

        Assert.Throws<ObjectDisposedException>(gate.Enter);
    }

    [Fact]
    public async Task CloseAsync_OperationRuns_WaitsForIt()
    {
        var gate = new OperationGate();
        gate.Enter();

        Task closing = gate.CloseAsync(CancellationToken.None);

        Assert.False(closing.IsCompleted);
        Assert.Throws<ObjectDisposedException>(gate.Enter);
        Assert.False(closing.IsCompleted);
        gate.Exit();
        await closing;
    }

    [Fact]
    public async Task CloseAsync_Cancelled_StopsWaiting()
    {
        var gate = new OperationGate();
        gate.Enter();

        await gate.CloseAsync(new CancellationToken(canceled: true));
    }
}
