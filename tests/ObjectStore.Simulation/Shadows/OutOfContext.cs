namespace ObjectStore;

/// <summary>
/// Completes tasks while no context is current: their continuations go to the context they were captured in and none runs inside the completing code, as the runtime
/// promises for sources that run continuations asynchronously.
/// </summary>
internal static class OutOfContext
{
    public static TResult Run<TState, TResult>(TState state, Func<TState, TResult> complete)
    {
        SynchronizationContext? current = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return complete(state);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(current);
        }
    }
}
