namespace ObjectStore;

/// <summary>A semaphore that is only waited for asynchronously.</summary>
internal sealed class SemaphoreSlim(int initialCount, int maxCount)
{
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _count = initialCount;

    public async Task WaitAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_count > 0)
        {
            _count--;
            return;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource> place = _waiting.AddLast(turn);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            _ =>
            {
                if (turn.TrySetCanceled(cancellationToken))
                {
                    _waiting.Remove(place);
                }
            },
            null);
        await turn.Task;
    }

    public void Release()
    {
        while (_waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            if (first.Value.TrySetResult())
            {
                return;
            }
        }

        if (++_count > maxCount)
        {
            throw new SemaphoreFullException();
        }
    }
}
