namespace ObjectStore;

/// <summary>A source of a task whose continuations run on the loop, later.</summary>
internal sealed class TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
    : TaskCompletionSource<bool>(options)
{
    public bool TrySetResult() => TrySetResult(true);

    public void SetResult() => SetResult(true);
}
