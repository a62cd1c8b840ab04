using ObjectStore.Scheduling;

namespace ObjectStore.Drives;

/// <summary>
/// Runs the blocking file operations of one drive, few at a time: more would only occupy threads, since the drive is one. Operations start in the order they came;
/// callers bound how many wait. Thread-safe.
/// </summary>
internal sealed class DriveIo(IWorkScheduler scheduler) : IThreadPoolWorkItem
{
    /// <summary>The most operations that block at once.</summary>
    public const int MaxConcurrent = 4;

    private readonly Lock _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _waiting = new();
    private int _running;

    /// <summary>Runs an operation; its exception becomes the task's. Cancellation counts only until it starts.</summary>
    public Task<TResult> RunAsync<TState, TResult>(TState state, Func<TState, TResult> operation, CancellationToken cancellationToken = default)
    {
        var item = new Operation<TState, TResult>(state, operation, cancellationToken);
        lock (_gate)
        {
            _waiting.Enqueue(item);
            if (_running == MaxConcurrent)
            {
                return item.Task;
            }

            _running++;
        }

        scheduler.Queue(this);
        return item.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TakeNext() is IThreadPoolWorkItem item)
        {
            item.Execute();
        }
    }

    private IThreadPoolWorkItem? TakeNext()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out IThreadPoolWorkItem? item))
            {
                return item;
            }

            _running--;
            return null;
        }
    }

    private sealed class Operation<TState, TResult>(TState state, Func<TState, TResult> operation, CancellationToken cancellationToken)
        : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
    {
        public void Execute()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                TrySetResult(operation(state));
            }
            catch (Exception e)
            {
                TrySetException(e);
            }
        }
    }
}
