namespace ObjectStore.Runtime;

/// <summary>Counts running operations, so that closing can wait for them and refuse new ones. Thread-safe.</summary>
internal sealed class OperationGate
{
    private const int ClosedBit = 1 << 30;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Begins an operation; pair with <see cref="Exit"/>.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    public void Enter()
    {
        if ((Interlocked.Increment(ref _state) & ClosedBit) != 0)
        {
            Exit();
            throw new ObjectDisposedException(nameof(IObjectStore), "The object store is stopped.");
        }
    }

    /// <summary>Ends an operation.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _state) == ClosedBit)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Refuses new operations, and completes when the running ones have ended or the token is cancelled.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Or(ref _state, ClosedBit) is 0 or ClosedBit)
        {
            _drained.TrySetResult();
        }

        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
