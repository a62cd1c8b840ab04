using System.Security.Cryptography;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// The chain of a body's chunk signatures: each covers the one before it, the first the signature of the request's head. Source: AWS,
/// "Signature calculations for the Authorization header: Transferring payload in multiple chunks" and "Including trailing headers". For
/// one caller at a time.
/// </summary>
internal sealed class ChunkSignatureChain
{
    private readonly AuthenticatedRequest _request;
    private readonly byte[] _previous = new byte[SignatureVerifier.SignatureLength];

    /// <summary>Begins a chain.</summary>
    public ChunkSignatureChain(AuthenticatedRequest request)
    {
        _request = request;
        request.SeedSignature.CopyTo(_previous);
    }

    /// <summary>Verifies the next chunk.</summary>
    /// <param name="payloadHash">The SHA-256 of its data.</param>
    /// <param name="signature">Its signature as sent.</param>
    public bool VerifyChunk(ReadOnlySpan<byte> payloadHash, ReadOnlySpan<byte> signature)
    {
        PooledTextWriter writer = new(512);
        try
        {
            WriteStart(ref writer, "AWS4-HMAC-SHA256-PAYLOAD\n"u8);

            // The SHA-256 of nothing: chunks have no headers.
            writer.Write("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"u8);
            writer.WriteHex(payloadHash);
            return Verify(writer.Written, signature);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Verifies the trailers, the last link.</summary>
    /// <param name="canonicalTrailers">Lines of <c>name:value</c>, by name, each ended by a line feed.</param>
    /// <param name="signature">Their signature as sent.</param>
    public bool VerifyTrailers(ReadOnlySpan<byte> canonicalTrailers, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(canonicalTrailers, hash);
        PooledTextWriter writer = new(512);
        try
        {
            WriteStart(ref writer, "AWS4-HMAC-SHA256-TRAILER\n"u8);
            writer.WriteHex(hash);
            return Verify(writer.Written, signature);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private void WriteStart(ref PooledTextWriter writer, ReadOnlySpan<byte> algorithm)
    {
        writer.Write(algorithm);
        writer.Write(_request.Timestamp);
        writer.Write((byte)'\n');
        writer.WriteScope(_request.Scope);
        writer.Write((byte)'\n');
        writer.Write(_previous);
        writer.Write((byte)'\n');
    }

    private bool Verify(ReadOnlySpan<byte> stringToSign, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureVerifier.SignatureLength];
        SignatureVerifier.Sign(_request.SigningKey.Span, stringToSign, expected);
        expected.CopyTo(_previous);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
