using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// The content of a body without framing, passed on without copying: its length, and its SHA-256 where the head is signed with it, are
/// verified before the last bytes show. The source is left open.
/// </summary>
internal sealed class PlainBodyReader : PipeReader
{
    private readonly PipeReader _source;
    private readonly long? _length;
    private readonly ReadOnlyMemory<byte> _sha256;
    private readonly IncrementalHash? _hash;
    private ReadOnlySequence<byte> _shown;
    private ExceptionDispatchInfo? _failure;
    private long _seenUnconsumed;
    private long _total;
    private bool _isVerified;

    /// <summary>Creates a reader.</summary>
    /// <param name="source">The body.</param>
    /// <param name="length">Its length, if it was declared.</param>
    /// <param name="sha256">Its SHA-256 (32 bytes); empty if nothing vouches for it.</param>
    public PlainBodyReader(PipeReader source, long? length, ReadOnlyMemory<byte> sha256)
    {
        _source = source;
        _length = length;
        _sha256 = sha256;
        _hash = sha256.IsEmpty ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        _failure?.Throw();
        if (!_source.TryRead(out result))
        {
            return false;
        }

        Inspect(result);
        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        _failure?.Throw();
        ReadResult result = await ReadSourceAsync(cancellationToken).ConfigureAwait(false);
        Inspect(result);
        return result;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _seenUnconsumed = _shown.Slice(consumed).Length;
        _shown = default;
        _source.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => _source.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _hash?.Dispose();

    private async ValueTask<ReadResult> ReadSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw Fail(new S3Exception(S3Errors.IncompleteBody, innerException: exception));
        }
    }

    private void Inspect(ReadResult result)
    {
        ReadOnlySequence<byte> fresh = result.Buffer.Slice(_seenUnconsumed);
        _shown = result.Buffer;
        _total += fresh.Length;
        if (_hash is not null)
        {
            foreach (ReadOnlyMemory<byte> segment in fresh)
            {
                _hash.AppendData(segment.Span);
            }
        }

        if ((result.IsCompleted || _total >= _length) && !_isVerified)
        {
            try
            {
                Verify();
            }
            catch (S3Exception)
            {
                _source.AdvanceTo(result.Buffer.End);
                throw;
            }
        }
    }

    private void Verify()
    {
        if (_length is not null && _total != _length)
        {
            throw Fail(new S3Exception(S3Errors.IncompleteBody));
        }

        Span<byte> computed = stackalloc byte[32];
        if (_hash is not null && (_hash.GetHashAndReset(computed) != 32 || !computed.SequenceEqual(_sha256.Span)))
        {
            throw Fail(new S3Exception(S3Errors.XAmzContentSHA256Mismatch)
                .WithElement("ClientComputedContentSHA256", Convert.ToHexStringLower(_sha256.Span))
                .WithElement("S3ComputedContentSHA256", Convert.ToHexStringLower(computed)));
        }

        _isVerified = true;
    }

    private S3Exception Fail(S3Exception exception)
    {
        _failure = ExceptionDispatchInfo.Capture(exception);
        return exception;
    }
}
