using ObjectStore.ErasureSets;

namespace ObjectStore.Engine.Reading;

/// <summary>
/// The blobs that reads at any place of a version use: each opened when it is first needed, and kept open, up to a number, while it may be needed again.
/// Thread-safe but for disposing.
/// </summary>
internal sealed class OpenSegments(IBlobStore blobs, ContentSegment[] segments) : IAsyncDisposable
{
    /// <summary>Beyond this many open blobs those not in use are closed; a version may have 10,000, and each costs a file on every drive.</summary>
    private const int MaxOpen = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, OpenSegment> _open = [];
    private long _uses;

    /// <summary>Opens the blob that holds a byte, or takes the open one; release it after use.</summary>
    public async ValueTask<OpenSegment> AcquireAsync(long offset, CancellationToken cancellationToken)
    {
        OpenSegment segment = Enter(Find(offset));
        if (segment.Opening.IsCompletedSuccessfully)
        {
            return segment;
        }

        bool isOpen = false;
        try
        {
            await segment.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            isOpen = true;
            return segment;
        }
        finally
        {
            if (!isOpen)
            {
                await ReleaseAsync(segment).ConfigureAwait(false);
            }
        }
    }

    public ValueTask ReleaseAsync(OpenSegment segment)
    {
        OpenSegment? closed;
        lock (_lock)
        {
            segment.Users--;

            // The next attempt to open it starts afresh: a drive may be back by then.
            closed = segment.Opening.IsFaulted || segment.Opening.IsCanceled ? segment : FindUnneeded();
            if (closed is null || closed.Users > 0 || !_open.Remove(closed.Index))
            {
                return ValueTask.CompletedTask;
            }
        }

        return closed.DisposeAsync();
    }

    /// <summary>Closes the blobs. No read may be under way.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (OpenSegment segment in _open.Values)
        {
            await segment.DisposeAsync().ConfigureAwait(false);
        }
    }

    private int Find(long offset)
    {
        (int low, int high) = (0, segments.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = segments[middle].End <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private OpenSegment Enter(int index)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(index, out OpenSegment? segment))
            {
                // Not cancelled with the caller that happens to come first: others wait for it too.
                segment = new OpenSegment(index, segments[index], blobs.OpenReadAsync(segments[index].Blob, CancellationToken.None).AsTask());
                _open.Add(index, segment);
            }

            segment.Users++;
            segment.LastUse = ++_uses;
            return segment;
        }
    }

    private OpenSegment? FindUnneeded()
    {
        if (_open.Count <= MaxOpen)
        {
            return null;
        }

        OpenSegment? oldest = null;
        foreach (OpenSegment segment in _open.Values)
        {
            oldest = segment.Users == 0 && (oldest is null || segment.LastUse < oldest.LastUse) ? segment : oldest;
        }

        return oldest;
    }
}
