namespace ObjectStore;

/// <summary>A source of a task whose continuations run on the loop, later.</summary>
internal class TaskCompletionSource<T>
{
    private readonly System.Threading.Tasks.TaskCompletionSource<T> _source = new();

    public TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
    {
        if (options is not (TaskCreationOptions.None or TaskCreationOptions.RunContinuationsAsynchronously))
        {
            throw new ArgumentOutOfRangeException(nameof(options));
        }
    }

    public Task<T> Task => _source.Task;

    public void SetResult(T result)
    {
        if (!TrySetResult(result))
        {
            throw new InvalidOperationException("The task has completed.");
        }
    }

    public void SetException(Exception exception)
    {
        if (!TrySetException(exception))
        {
            throw new InvalidOperationException("The task has completed.");
        }
    }

    public bool TrySetResult(T result) => OutOfContext.Run((_source, result), static set => set._source.TrySetResult(set.result));

    public bool TrySetException(Exception exception) => OutOfContext.Run((_source, exception), static set => set._source.TrySetException(set.exception));

    public bool TrySetCanceled(CancellationToken cancellationToken = default)
        => OutOfContext.Run((_source, cancellationToken), static set => set._source.TrySetCanceled(set.cancellationToken));
}
