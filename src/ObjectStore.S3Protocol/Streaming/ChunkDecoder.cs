using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// Takes the aws-chunked framing off a body, step by step, and verifies it. What it writes may be shown to readers only when a step says
/// so: data of a signed chunk is written before it is proven. For one caller at a time.
/// </summary>
internal sealed class ChunkDecoder : IDisposable
{
    /// <summary>The largest signed chunk, in bytes: its data is held back until its signature is verified.</summary>
    public const int MaxSignedChunk = 16 * 1024 * 1024;

    private readonly ChunkSignatureChain? _signatures;
    private readonly TrailerSection? _trailers;
    private readonly IncrementalHash? _hash;
    private readonly byte[] _signature;
    private readonly long? _decodedLength;
    private Position _position = Position.Header;
    private long _remaining;
    private long _total;

    /// <summary>Creates a decoder.</summary>
    /// <param name="signatures">The chain of the chunks' signatures; null if chunks have none.</param>
    /// <param name="trailers">What follows the last chunk; null if nothing does.</param>
    /// <param name="decodedLength">The length of the content, if it was declared.</param>
    public ChunkDecoder(ChunkSignatureChain? signatures, TrailerSection? trailers, long? decodedLength)
    {
        _signatures = signatures;
        _trailers = trailers;
        _decodedLength = decodedLength;
        _hash = signatures is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _signature = signatures is null ? [] : new byte[SignatureVerifier.SignatureLength];
    }

    private enum Position
    {
        Header,
        Data,
        DataEnd,
        Tail,
    }

    /// <summary>Does one step.</summary>
    /// <param name="input">The bytes at hand; without those that the step took afterwards.</param>
    /// <param name="output">Where data goes, not flushed.</param>
    /// <exception cref="S3Exception">The body is malformed, forged or longer than declared.</exception>
    public ChunkDecoderStep Decode(ref ReadOnlySequence<byte> input, PipeWriter output) => _position switch
    {
        Position.Header => ReadHeader(ref input),
        Position.Data => ReadData(ref input, output),
        Position.DataEnd => ReadDataEnd(ref input),
        _ => WaitForEnd(input),
    };

    /// <summary>Verifies that the body may end here.</summary>
    /// <param name="rest">What no step has taken.</param>
    /// <exception cref="S3Exception">The body is incomplete, or its trailers are malformed or forged.</exception>
    public void Finish(ReadOnlySequence<byte> rest)
    {
        if (_position != Position.Tail || (_trailers is null && rest.Length < 2))
        {
            throw new S3Exception(S3Errors.IncompleteBody, "The request body ends before its last chunk.");
        }

        if (_trailers is not null)
        {
            _trailers.Parse(rest.ToArray(), _signatures);
        }
        else
        {
            ValidateLineEnd(rest);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    private ChunkDecoderStep ReadHeader(ref ReadOnlySequence<byte> input)
    {
        if (!ChunkHeader.TryRead(ref input, _signature, out _remaining))
        {
            return ChunkDecoderStep.NeedsInput;
        }

        if (_remaining == 0)
        {
            FinishChunks();
            _position = Position.Tail;
            return ChunkDecoderStep.Continue;
        }

        if (_signatures is not null && _remaining > MaxSignedChunk)
        {
            throw new S3Exception(S3Errors.InvalidRequest, $"A signed chunk is larger than {MaxSignedChunk} bytes.");
        }

        if (_remaining > (_decodedLength ?? long.MaxValue) - _total)
        {
            throw WrongLength();
        }

        _position = Position.Data;
        return ChunkDecoderStep.Continue;
    }

    private ChunkDecoderStep ReadData(ref ReadOnlySequence<byte> input, PipeWriter output)
    {
        if (input.IsEmpty)
        {
            return ChunkDecoderStep.NeedsInput;
        }

        ReadOnlySequence<byte> data = input.Length > _remaining ? input.Slice(0, _remaining) : input;
        foreach (ReadOnlyMemory<byte> segment in data)
        {
            _hash?.AppendData(segment.Span);
            output.Write(segment.Span);
        }

        _remaining -= data.Length;
        _total += data.Length;
        input = input.Slice(data.End);
        if (_remaining == 0)
        {
            _position = Position.DataEnd;
        }

        return _signatures is null ? ChunkDecoderStep.Verified : ChunkDecoderStep.Continue;
    }

    private ChunkDecoderStep ReadDataEnd(ref ReadOnlySequence<byte> input)
    {
        if (input.Length < 2)
        {
            return ChunkDecoderStep.NeedsInput;
        }

        ValidateLineEnd(input.Slice(0, 2));
        input = input.Slice(2);
        _position = Position.Header;
        VerifyChunk();
        return ChunkDecoderStep.Verified;
    }

    private ChunkDecoderStep WaitForEnd(ReadOnlySequence<byte> input)
    {
        int limit = _trailers is null ? 2 : TrailerSection.MaxLength;
        return input.Length <= limit
            ? ChunkDecoderStep.NeedsInput
            : throw new S3Exception(S3Errors.InvalidRequest, "The request body does not end after its last chunk.");
    }

    private void FinishChunks()
    {
        VerifyChunk();
        if (_decodedLength is not null && _total != _decodedLength)
        {
            throw WrongLength();
        }
    }

    private void VerifyChunk()
    {
        if (_signatures is null)
        {
            return;
        }

        Span<byte> hash = stackalloc byte[32];
        _hash!.GetHashAndReset(hash);
        if (!_signatures.VerifyChunk(hash, _signature))
        {
            throw new S3Exception(S3Errors.SignatureDoesNotMatch);
        }
    }

    private static void ValidateLineEnd(ReadOnlySequence<byte> bytes)
    {
        Span<byte> end = stackalloc byte[2];
        bytes.CopyTo(end);
        if (!end.SequenceEqual("\r\n"u8))
        {
            throw new S3Exception(S3Errors.InvalidRequest, "The request body holds a chunk whose data does not end where its size says.");
        }
    }

    private static S3Exception WrongLength()
        => new(
            S3Errors.IncompleteBody,
            "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.");
}
