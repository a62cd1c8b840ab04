using System.Buffers;
using System.IO.Pipelines;

namespace ObjectStore.Hosting.RequestHeads;

/// <summary>
/// Keeps the raw bytes of each request head of an HTTP/1.1 connection, because Kestrel forgives what must be refused (see <see cref="RequestHead"/>) and its parsed form no longer shows it. They are copied as they arrive:
/// Kestrel decodes the target in place. Bodies are passed over by count, for Kestrel may consume them later than the application read them. For one connection.
/// </summary>
internal sealed class HeadRecorder(PipeReader inner) : PipeReader
{
    // Kestrel's own limits on line and headers are below this; what is longer it refuses.
    private const int MaxHead = 96 << 10;
    private const int Piece = 2 << 10;

    private readonly ArrayBufferWriter<byte> _head = new(Piece);
    private ReadOnlySequence<byte> _buffer;
    private long _bodyLeft;
    private int _consumed;
    private bool _isRecording = true;
    private bool _isComplete;

    /// <summary>Gives the head of the request that begins now. It is valid until <see cref="ExpectHead"/>.</summary>
    /// <param name="contentLength">The length of its body, which is passed over before the next head; null if it is chunked.</param>
    public ReadOnlySpan<byte> TakeHead(long? contentLength)
    {
        _isRecording = false;
        _bodyLeft = contentLength ?? 0;
        return _head.WrittenSpan[..Math.Min(_consumed, _head.WrittenCount)];
    }

    /// <summary>The request is over: the next bytes, after what is left of a body of known length, are a head.</summary>
    public void ExpectHead()
    {
        _head.ResetWrittenCount();
        _consumed = 0;
        _isComplete = false;
        _isRecording = true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        long taken = _buffer.Slice(0, consumed).Length;
        long ofBody = Math.Min(_bodyLeft, taken);
        _bodyLeft -= ofBody;
        if (_isRecording)
        {
            _consumed += (int)Math.Min(taken - ofBody, MaxHead);
        }

        _buffer = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        => Arrived(await inner.ReadAsync(cancellationToken).ConfigureAwait(false));

    public override bool TryRead(out ReadResult result)
    {
        bool read = inner.TryRead(out result);
        if (read)
        {
            Arrived(result);
        }

        return read;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Arrived(ReadResult result)
    {
        _buffer = result.Buffer;
        if (_isRecording && !_isComplete)
        {
            // What was recorded and not consumed is in the buffer once more.
            long known = _bodyLeft + _head.WrittenCount - _consumed;
            if (_buffer.Length > known)
            {
                Record(_buffer.Slice(known));
            }
        }

        return result;
    }

    private void Record(ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            for (int start = 0; start < segment.Length; start += Piece)
            {
                if (_isComplete)
                {
                    return;
                }

                RecordPiece(segment.Span.Slice(start, Math.Min(Piece, segment.Length - start)));
            }
        }
    }

    private void RecordPiece(ReadOnlySpan<byte> piece)
    {
        int from = Math.Max(0, _head.WrittenCount - 3);
        _head.Write(piece);
        _isComplete = _head.WrittenCount >= MaxHead || _head.WrittenSpan[from..].IndexOf("\r\n\r\n"u8) >= 0;
    }
}
