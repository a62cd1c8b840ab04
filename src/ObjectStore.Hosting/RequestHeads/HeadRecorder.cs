using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore.Hosting.RequestHeads;

/// <summary>
/// Keeps the raw bytes of each request head of an HTTP/1.1 connection as Kestrel consumes them, because Kestrel forgives what must be refused (see <see cref="RequestHead"/>) and
/// its parsed form no longer shows it. Records from the start of the connection, or the end of a request, until <see cref="TakeHead"/>. For one connection.
/// </summary>
internal sealed class HeadRecorder(PipeReader inner) : PipeReader
{
    // Kestrel's own limits on line and headers are below this; what is longer it refuses.
    private const int MaxHead = 96 << 10;

    private readonly ArrayBufferWriter<byte> _head = new(1024);
    private ReadOnlySequence<byte> _buffer;
    private bool _isRecording = true;

    /// <summary>Gives the head of the request that begins now, valid until the next one, and stops recording: what follows is its body.</summary>
    public ReadOnlySpan<byte> TakeHead()
    {
        _isRecording = false;
        return _head.WrittenSpan;
    }

    /// <summary>The request is over and its body was consumed: the next bytes are a head.</summary>
    public void ExpectHead()
    {
        _head.ResetWrittenCount();
        _isRecording = true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_isRecording)
        {
            Record(_buffer.Slice(0, consumed));
        }

        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ReadResult result = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        _buffer = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        bool read = inner.TryRead(out result);
        if (read)
        {
            _buffer = result.Buffer;
        }

        return read;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private void Record(ReadOnlySequence<byte> consumed)
    {
        foreach (ReadOnlyMemory<byte> segment in consumed)
        {
            if (_head.WrittenCount + segment.Length > MaxHead)
            {
                return;
            }

            _head.Write(segment.Span);
        }
    }
}
