namespace ObjectStore.Scheduling;

/// <summary>The runtime's thread pool.</summary>
internal sealed class ThreadPoolScheduler : IWorkScheduler
{
    public static ThreadPoolScheduler Instance { get; } = new();

    public void Queue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}
