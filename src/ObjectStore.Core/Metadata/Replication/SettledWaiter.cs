namespace ObjectStore.Metadata.Replication;

/// <summary>Someone who waits until nothing is left that can be decided.</summary>
internal sealed class SettledWaiter : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _completion = new();

    public Task Task => _completion.Task;

    public void Execute() => _completion.SetResult();
}
