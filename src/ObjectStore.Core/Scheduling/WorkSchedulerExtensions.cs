namespace ObjectStore.Scheduling;

/// <summary>Tasks on an injected scheduler.</summary>
internal static class WorkSchedulerExtensions
{
    /// <summary>Runs a function on another thread; its exception becomes the task's.</summary>
    public static Task<T> RunAsync<T>(this IWorkScheduler scheduler, Func<T> function)
    {
        var item = new Item<T>(function);
        scheduler.Queue(item);
        return item.Task;
    }

    /// <summary>Runs an action on another thread; its exception becomes the task's.</summary>
    public static Task RunAsync(this IWorkScheduler scheduler, Action action) => scheduler.RunAsync(() =>
    {
        action();
        return true;
    });

    /// <summary>Begins asynchronous work on another thread; completes when the work has.</summary>
    public static Task RunAsync(this IWorkScheduler scheduler, Func<Task> work) => scheduler.RunAsync<Task>(work).Unwrap();

    private sealed class Item<T>(Func<T> function) : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                TrySetResult(function());
            }
            catch (Exception e)
            {
                TrySetException(e);
            }
        }
    }
}
