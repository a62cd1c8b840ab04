using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>Keeps what is written to a response; what is not flushed is not sent.</summary>
internal sealed class ResponseRecorder : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private int _flushed;
    private TaskCompletionSource _nextFlush = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasStarted { get; private set; }

    public byte[] Sent => _written.WrittenSpan[.._flushed].ToArray();

    public Task NextFlushAsync() => _nextFlush.Task;

    public override void Advance(int bytes) => _written.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _written.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _written.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HasStarted = true;
        _flushed = _written.WrittenCount;
        TaskCompletionSource flushed = _nextFlush;
        _nextFlush = new(TaskCreationOptions.RunContinuationsAsynchronously);
        flushed.SetResult();
        return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
