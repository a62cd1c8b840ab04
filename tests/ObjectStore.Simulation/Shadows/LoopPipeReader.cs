using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore;

/// <summary>Reads a stream as a pipe, all of which is consumed every time.</summary>
internal sealed class LoopPipeReader(Stream stream, StreamPipeReaderOptions options) : PipeReader
{
    private readonly byte[] _buffer = new byte[options.BufferSize];

    public static new PipeReader Create(Stream stream, StreamPipeReaderOptions options) => new LoopPipeReader(stream, options);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        int count = await stream.ReadAsync(_buffer, cancellationToken);
        return new ReadResult(new ReadOnlySequence<byte>(_buffer, 0, count), isCanceled: false, isCompleted: count == 0);
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void AdvanceTo(SequencePosition consumed)
    {
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
    }

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
        if (!options.LeaveOpen)
        {
            stream.Dispose();
        }
    }
}
