namespace ObjectStore.Engine.Reading;

/// <summary>The leases taken between two waits of the collector. Guarded by the lock of <see cref="BlobHolds"/>.</summary>
internal sealed class LeaseGeneration
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Leases not yet given back.</summary>
    public int Count { get; set; }

    /// <summary>Takes no more leases; gives the end of those it has.</summary>
    public Task Close()
    {
        _isClosed = true;
        CompleteIfEmpty();
        return _drained.Task;
    }

    public void CompleteIfEmpty()
    {
        if (_isClosed && Count == 0)
        {
            _drained.TrySetResult();
        }
    }
}
