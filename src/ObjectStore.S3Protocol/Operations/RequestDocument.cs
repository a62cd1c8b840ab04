using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using CommunityToolkit.HighPerformance.Buffers;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Streaming;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>The document in a request's body, read whole within a limit and verified against what the request declares of it.</summary>
internal sealed class RequestDocument : IDisposable
{
    private readonly ArrayPoolBufferWriter<byte> _buffer;

    private RequestDocument(ArrayPoolBufferWriter<byte> buffer) => _buffer = buffer;

    /// <summary>The document; empty if there is no body.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.WrittenMemory;

    /// <summary>Reads a document.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="maxBytes">The most it may hold.</param>
    /// <exception cref="S3Exception">MaxMessageLengthExceeded, BadDigest, and the errors of reading a body.</exception>
    public static ValueTask<RequestDocument> ReadAsync(S3Exchange exchange, int maxBytes)
        => ReadAsync(exchange, maxBytes, ContentDeclaration.Parse(exchange.Context));

    /// <summary>Reads the document of a request whose checksum headers speak of an object, not of the document.</summary>
    /// <inheritdoc cref="ReadAsync(S3Exchange, int)"/>
    public static ValueTask<RequestDocument> ReadObjectDocumentAsync(S3Exchange exchange, int maxBytes)
        => ReadAsync(exchange, maxBytes, ContentDeclaration.ParseMd5Only(exchange.Context));

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private static async ValueTask<RequestDocument> ReadAsync(S3Exchange exchange, int maxBytes, ContentDeclaration declaration)
    {
        using S3Body body = BodyReader.Create(exchange.Context, exchange.Authentication, declaration);
        if (body.DecodedLength > maxBytes)
        {
            throw new S3Exception(S3Errors.MaxMessageLengthExceeded);
        }

        var buffer = new ArrayPoolBufferWriter<byte>();
        try
        {
            await ReadToEndAsync(body.Reader, buffer, maxBytes, exchange.Aborted).ConfigureAwait(false);
            Verify(body, buffer.WrittenSpan);
            return new RequestDocument(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static async ValueTask ReadToEndAsync(
        PipeReader reader, ArrayPoolBufferWriter<byte> buffer, int maxBytes, CancellationToken cancellationToken)
    {
        ReadResult result;
        do
        {
            result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool fits = result.Buffer.Length <= maxBytes - buffer.WrittenCount;
            if (fits)
            {
                foreach (ReadOnlyMemory<byte> segment in result.Buffer)
                {
                    buffer.Write(segment.Span);
                }
            }

            reader.AdvanceTo(result.Buffer.End);
            if (!fits)
            {
                throw new S3Exception(S3Errors.MaxMessageLengthExceeded);
            }
        }
        while (!result.IsCompleted);
    }

    private static void Verify(S3Body body, ReadOnlySpan<byte> document)
    {
        if (body.Declaration.ContentMd5 is ReadOnlyMemory<byte> md5 && !MD5.HashData(document).AsSpan().SequenceEqual(md5.Span))
        {
            throw new S3Exception(S3Errors.BadDigest);
        }

        ObjectChecksum? expected = body.Declaration.Checksum ?? body.TrailingChecksum?.Invoke();
        if (expected is not null && !DocumentChecksum.Compute(expected.Algorithm, document).AsSpan().SequenceEqual(expected.Value.Span))
        {
            throw new S3Exception(S3Errors.BadDigest);
        }
    }
}
