using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore.Hosting.RequestHeads;

/// <summary>
/// Keeps the raw bytes of each request head of an HTTP/1.1 connection as Kestrel consumes them, because Kestrel forgives what must be refused (see <see cref="RequestHead"/>) and
/// its parsed form no longer shows it. Records from the start of the connection, or the end of a request, until <see cref="TakeHead"/>; Kestrel may consume a body later than the application read it,
/// so that bytes are counted. For one connection.
/// </summary>
internal sealed class HeadRecorder(PipeReader inner) : PipeReader
{
    // Kestrel's own limits on line and headers are below this; what is longer it refuses.
    private const int MaxHead = 96 << 10;

    private readonly ArrayBufferWriter<byte> _head = new(1024);
    private ReadOnlySequence<byte> _buffer;
    private long _bodyLeft;
    private bool _isRecording = true;

    /// <summary>Gives the head of the request that begins now. It is valid until <see cref="ExpectHead"/>.</summary>
    /// <param name="contentLength">The length of its body, which is passed over before the next head; null if it is chunked.</param>
    public ReadOnlySpan<byte> TakeHead(long? contentLength)
    {
        _isRecording = false;
        _bodyLeft = contentLength ?? 0;
        return _head.WrittenSpan;
    }

    /// <summary>The request is over: the next bytes, after what is left of a body of known length, are a head.</summary>
    public void ExpectHead()
    {
        _head.ResetWrittenCount();
        _isRecording = true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        ReadOnlySequence<byte> taken = _buffer.Slice(0, consumed);
        long ofBody = Math.Min(_bodyLeft, taken.Length);
        _bodyLeft -= ofBody;
        if (_isRecording)
        {
            Record(taken.Slice(ofBody));
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
