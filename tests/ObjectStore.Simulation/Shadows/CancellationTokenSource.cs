namespace ObjectStore;

/// <summary>A source whose callbacks run on the loop when it is cancelled asynchronously.</summary>
internal sealed class CancellationTokenSource : IDisposable
{
    private readonly System.Threading.CancellationTokenSource _source;

    public CancellationTokenSource()
        : this(new System.Threading.CancellationTokenSource())
    {
    }

    private CancellationTokenSource(System.Threading.CancellationTokenSource source) => _source = source;

    public CancellationToken Token => _source.Token;

    public bool IsCancellationRequested => _source.IsCancellationRequested;

    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken token) => new(System.Threading.CancellationTokenSource.CreateLinkedTokenSource(token));

    public static CancellationTokenSource CreateLinkedTokenSource(CancellationToken first, CancellationToken second)
        => new(System.Threading.CancellationTokenSource.CreateLinkedTokenSource(first, second));

    public void Cancel() => _source.Cancel();

    public Task CancelAsync()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (SynchronizationContext.Current ?? throw new InvalidOperationException("There is no simulation.")).Post(
            _ =>
            {
                try
                {
                    _source.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // Disposed before its turn came: nobody listens any more.
                }

                cancelled.TrySetResult();
            },
            null);
        return cancelled.Task;
    }

    public void Dispose() => _source.Dispose();
}
