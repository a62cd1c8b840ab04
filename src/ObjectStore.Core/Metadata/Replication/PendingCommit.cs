using System.Threading.Tasks.Sources;

namespace ObjectStore.Metadata.Replication;

/// <summary>A transaction on its way, and the promise of its result. Completed once, by the sequencer; its caller goes on elsewhere.</summary>
internal sealed class PendingCommit : IValueTaskSource<CommitResult>
{
    private ManualResetValueTaskSourceCore<CommitResult> _result = new() { RunContinuationsAsynchronously = true };

    public PendingCommit(MetadataTransaction transaction) => Transaction = transaction;

    /// <summary>The caller's; not to be touched once it is answered.</summary>
    public MetadataTransaction Transaction { get; }

    /// <summary>Its caller has been told.</summary>
    public bool IsAnswered { get; private set; }

    public ValueTask<CommitResult> Task => new(this, _result.Version);

    public void Answer(CommitStatus status, CommitStamp stamp = default)
    {
        if (!IsAnswered)
        {
            IsAnswered = true;
            _result.SetResult(new CommitResult(status, stamp));
        }
    }

    public void Fail(Exception exception)
    {
        if (!IsAnswered)
        {
            IsAnswered = true;
            _result.SetException(exception);
        }
    }

    CommitResult IValueTaskSource<CommitResult>.GetResult(short token) => _result.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CommitResult>.GetStatus(short token) => _result.GetStatus(token);

    void IValueTaskSource<CommitResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _result.OnCompleted(continuation, state, token, flags);
}
