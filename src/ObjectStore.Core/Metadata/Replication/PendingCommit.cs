using System.Threading.Tasks.Sources;

namespace ObjectStore.Metadata.Replication;

/// <summary>A transaction on its way, and the promise of its result. Completed once, by the sequencer; its caller goes on elsewhere.</summary>
internal sealed class PendingCommit : IValueTaskSource<CommitResult>
{
    private ManualResetValueTaskSourceCore<CommitResult> _result = new() { RunContinuationsAsynchronously = true };

    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="joins">How many replicas had joined when it came.</param>
    public PendingCommit(MetadataTransaction transaction, long joins) => (Transaction, Joins) = (transaction, joins);

    /// <summary>The caller's; not to be touched once it is answered.</summary>
    public MetadataTransaction Transaction { get; }

    /// <summary>How many replicas had joined when it came: what its shards were staged on may have been replaced by those that joined later.</summary>
    public long Joins { get; }

    /// <summary>Replicas as bits that have none of its shards, whatever its rides say: they joined after it came.</summary>
    public uint Strangers { get; set; }

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
