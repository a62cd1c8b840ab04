namespace ObjectStore;

/// <summary>What tasks of the runtime do on the thread pool, on the loop.</summary>
internal static class LoopTasks
{
    /// <summary>Completes with the first of two tasks, whatever its end.</summary>
    public static Task WhenAnyAsync(Task first, Task second)
    {
        var any = new TaskCompletionSource();
        _ = ReportAsync(first, any);
        _ = ReportAsync(second, any);
        return any.Task;
    }

    private static async Task ReportAsync(Task task, TaskCompletionSource any)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        any.TrySetResult();
    }
}
