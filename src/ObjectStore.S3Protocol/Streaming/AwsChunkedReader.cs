using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// The content of an aws-chunked body. It pulls: nothing runs between reads. Bytes show only after what vouches for them was verified;
/// memory is bounded by one signed chunk and what the caller leaves unconsumed. The source is left open.
/// </summary>
internal sealed class AwsChunkedReader(PipeReader source, ChunkDecoder decoder) : PipeReader
{
    private const int SegmentSize = 32 * 1024;

    // Never pauses the writer: reader and writer are the same caller, who writes only when there is nothing left to read.
    private readonly Pipe _output = new(new PipeOptions(
        pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: SegmentSize, useSynchronizationContext: false));

    private ExceptionDispatchInfo? _failure;
    private bool _isFinished;
    private bool _isCompleted;

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        _failure?.Throw();
        while (!_output.Reader.TryRead(out result))
        {
            if (_isFinished || !source.TryRead(out ReadResult input))
            {
                return false;
            }

            Decode(input);
        }

        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _failure?.Throw();
        ReadResult result;
        while (!_output.Reader.TryRead(out result))
        {
            Decode(await ReadSourceAsync(cancellationToken).ConfigureAwait(false));
        }

        return result;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => _output.Reader.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _output.Reader.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        _output.Reader.CancelPendingRead();
        source.CancelPendingRead();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (!_isCompleted)
        {
            _isCompleted = true;
            _output.Writer.Complete();
            _output.Reader.Complete();
            decoder.Dispose();
        }
    }

    private async ValueTask<ReadResult> ReadSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw Fail(new S3Exception(S3Errors.IncompleteBody, innerException: exception));
        }
    }

    private void Decode(ReadResult input)
    {
        ReadOnlySequence<byte> rest = input.Buffer;
        try
        {
            ChunkDecoderStep step;
            while ((step = decoder.Decode(ref rest, _output.Writer)) != ChunkDecoderStep.NeedsInput)
            {
                if (step == ChunkDecoderStep.Verified)
                {
                    Flush();
                }
            }

            if (input.IsCompleted)
            {
                decoder.Finish(rest);
                rest = rest.Slice(rest.End);
                _isFinished = true;
                _output.Writer.Complete();
            }
        }
        catch (S3Exception exception)
        {
            throw Fail(exception);
        }
        finally
        {
            source.AdvanceTo(rest.Start, input.Buffer.End);
        }
    }

    private void Flush()
    {
        ValueTask<FlushResult> flush = _output.Writer.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("A pipe that never pauses did.");
        }

        _ = flush.Result;
    }

    private S3Exception Fail(S3Exception exception)
    {
        _failure = ExceptionDispatchInfo.Capture(exception);
        return exception;
    }
}
