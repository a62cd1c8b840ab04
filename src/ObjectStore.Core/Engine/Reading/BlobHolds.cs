using ObjectStore.Blobs;

namespace ObjectStore.Engine.Reading;

/// <summary>
/// Keeps garbage collection away from readers. A reader takes a lease, reads metadata, holds the first blob it found, and gives the lease
/// back; the collector, after it has found an entry, waits for the leases of that moment and then passes over blobs that are held. So a
/// reader that saw a version in the metadata can read it to its end, and only its own blobs wait for a slow reader. Thread-safe.
/// </summary>
internal sealed class BlobHolds
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlobId, int> _holds = [];
    private LeaseGeneration _generation = new();
    private Task _earlierEnd = Task.CompletedTask;

    /// <summary>Begins to read metadata that names blobs. Dispose the lease once the first blob is held, or nothing was found.</summary>
    public BlobLease Lease()
    {
        lock (_lock)
        {
            _generation.Count++;
            return new BlobLease(this, _generation);
        }
    }

    /// <summary>Holds a blob; counted. Only under a lease.</summary>
    public void Hold(BlobId blob)
    {
        lock (_lock)
        {
            _holds[blob] = _holds.GetValueOrDefault(blob) + 1;
        }
    }

    /// <summary>Ends a hold.</summary>
    public void Release(BlobId blob)
    {
        lock (_lock)
        {
            int count = _holds[blob] - 1;
            if (count == 0)
            {
                _holds.Remove(blob);
            }
            else
            {
                _holds[blob] = count;
            }
        }
    }

    /// <summary>Whether a reader holds the blob now.</summary>
    public bool IsHeld(BlobId blob)
    {
        lock (_lock)
        {
            return _holds.ContainsKey(blob);
        }
    }

    /// <summary>Completes when every lease that was taken before the call, in calls that have returned, has been given back.</summary>
    public async ValueTask WaitForLeasesAsync(CancellationToken cancellationToken)
    {
        Task end;
        lock (_lock)
        {
            Task drained = _generation.Close();
            _generation = new LeaseGeneration();
            end = _earlierEnd.IsCompleted ? drained : Task.WhenAll(_earlierEnd, drained);
            _earlierEnd = end;
        }

        await end.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal void Return(LeaseGeneration generation)
    {
        lock (_lock)
        {
            generation.Count--;
            generation.CompleteIfEmpty();
        }
    }
}
