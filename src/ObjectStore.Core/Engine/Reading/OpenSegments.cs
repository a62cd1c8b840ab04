using ObjectStore.ErasureSets;

namespace ObjectStore.Engine.Reading;

/// <summary>
/// The blobs that reads at any place of a version use: each opened when it is first needed, and kept open, up to a number, while it may be needed again.
/// Thread-safe.
/// </summary>
internal sealed class OpenSegments(IBlobStore blobs, ContentSegment[] segments) : IAsyncDisposable
{
    /// <summary>Beyond this many open blobs those not in use are closed; a version may have 10,000, and each costs a file on k drives.</summary>
    public const int MaxOpen = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, OpenSegment> _open = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosing;
    private int _users;
    private long _uses;

    /// <summary>Opens the blob that holds a byte, or takes the open one; release it after use.</summary>
    /// <exception cref="ObjectDisposedException">The blobs are closed, or being closed.</exception>
    public ValueTask<OpenSegment> AcquireAsync(long offset, CancellationToken cancellationToken)
    {
        OpenSegment segment = Enter(offset);
        return segment.Opening.IsCompletedSuccessfully ? new ValueTask<OpenSegment>(segment) : WaitAsync(segment, cancellationToken);
    }

    public ValueTask ReleaseAsync(OpenSegment segment)
    {
        OpenSegment? unneeded;
        lock (_lock)
        {
            segment.Users--;
            if (segment.Opening.IsFaulted)
            {
                Forget(segment);
            }

            unneeded = FindUnneeded();
            if (unneeded is null)
            {
                Leave();
                return ValueTask.CompletedTask;
            }

            _open.Remove(unneeded.Index);
        }

        return CloseAsync(unneeded);
    }

    /// <summary>Refuses further users, and closes the blobs when the present ones have left.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_users == 0)
            {
                _drained.TrySetResult();
            }
        }

        await _drained.Task.ConfigureAwait(false);
        foreach (OpenSegment segment in _open.Values)
        {
            await segment.DisposeAsync().ConfigureAwait(false);
        }

        _open.Clear();
    }

    private OpenSegment Enter(long offset)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosing, typeof(ObjectReader));
            int index = Find(offset);
            if (!_open.TryGetValue(index, out OpenSegment? segment))
            {
                // Not cancelled with the caller that happens to come first: others wait for it too.
                segment = new OpenSegment(index, segments[index], blobs.OpenReadAsync(segments[index].Blob, CancellationToken.None).AsTask());
                _open.Add(index, segment);
            }

            _users++;
            segment.Users++;
            segment.LastUse = ++_uses;
            return segment;
        }
    }

    private async ValueTask<OpenSegment> WaitAsync(OpenSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            await segment.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
            return segment;
        }
        catch
        {
            await ReleaseAsync(segment).ConfigureAwait(false);
            throw;
        }
    }

    private void Leave()
    {
        if (--_users == 0 && _isClosing)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>After a blob could not be opened, the next attempt starts afresh: a drive may be back by then.</summary>
    private void Forget(OpenSegment failed)
    {
        if (_open.TryGetValue(failed.Index, out OpenSegment? present) && present == failed)
        {
            _open.Remove(failed.Index);
        }
    }

    private async ValueTask CloseAsync(OpenSegment segment)
    {
        try
        {
            await segment.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                Leave();
            }
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

    /// <summary>The blob that was not used for the longest time, if there are too many; null if there are not, or all are in use.</summary>
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
