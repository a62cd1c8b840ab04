namespace ObjectStore.Scheduling;

/// <summary>Where background work and blocking file operations run. Injected, so that a simulation can run one thread in a chosen order. Thread-safe.</summary>
internal interface IWorkScheduler
{
    /// <summary>Runs an item soon, on another thread.</summary>
    void Queue(IThreadPoolWorkItem item);
}
