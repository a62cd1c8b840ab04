using ObjectStore.Scheduling;

namespace ObjectStore.Metadata.Replication;

/// <summary>A call with a result.</summary>
internal sealed class SequencerFunction<T>(Func<T> function, IWorkScheduler scheduler) : SequencerCall, IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> _completion = new();
    private T? _result;
    private Exception? _exception;

    public Task<T> Task => _completion.Task;

    public override void Run()
    {
        try
        {
            _result = function();
        }
        catch (Exception exception) when (exception is StorageException or DriveUnavailableException)
        {
            _exception = exception;
        }

        scheduler.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_exception is null)
        {
            _completion.SetResult(_result!);
        }
        else
        {
            _completion.SetException(_exception);
        }
    }
}
