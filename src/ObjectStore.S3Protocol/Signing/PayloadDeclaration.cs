using System.Buffers;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Signing;

/// <summary>What a request declares of its payload. Immutable.</summary>
/// <param name="Text">The declaration as it is signed.</param>
/// <param name="Mode">How the body is sent.</param>
/// <param name="Sha256">The body's SHA-256 for <see cref="PayloadMode.Sha256"/>, else empty.</param>
internal readonly record struct PayloadDeclaration(string Text, PayloadMode Mode, ReadOnlyMemory<byte> Sha256)
{
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>Reads the declaration of a request that is signed in its Authorization header.</summary>
    /// <exception cref="S3Exception">InvalidRequest if it is missing, InvalidArgument if it is odd.</exception>
    public static PayloadDeclaration FromHeader(S3RequestContext context)
        => context.GetHeader(AmzHeaders.ContentSha256) is [string text]
            ? Parse(text)
            : throw new S3Exception(S3Errors.InvalidRequest, "Missing required header for this request: x-amz-content-sha256");

    /// <summary>Reads the declaration of a presigned request: the query's, else the header's, else unsigned.</summary>
    /// <exception cref="S3Exception">InvalidArgument if it is odd, InvalidRequest for chunks: nothing signs them.</exception>
    public static PayloadDeclaration FromPresigned(S3RequestContext context, RequestTarget target)
    {
        string text = target.GetQuery(AmzHeaders.ContentSha256Query)
            ?? (context.GetHeader(AmzHeaders.ContentSha256) is [string header] ? header : Unsigned);
        PayloadDeclaration declaration = Parse(text);
        return declaration.Mode is PayloadMode.Unsigned or PayloadMode.Sha256
            ? declaration
            : throw new S3Exception(S3Errors.InvalidRequest, "A presigned request cannot send its payload in chunks.");
    }

    private static PayloadDeclaration Parse(string text) => text switch
    {
        Unsigned => new(text, PayloadMode.Unsigned, default),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => new(text, PayloadMode.StreamingSigned, default),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => new(text, PayloadMode.StreamingSignedTrailer, default),
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new(text, PayloadMode.StreamingUnsignedTrailer, default),
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" or "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"
            => throw new S3Exception(S3Errors.NotImplemented, "Payloads signed with ECDSA are not supported. Please use AWS4-HMAC-SHA256."),
        _ => ParseHash(text),
    };

    private static PayloadDeclaration ParseHash(string text)
    {
        byte[] hash = new byte[32];
        if (text.Length == 64 && Convert.FromHexString(text, hash, out _, out _) == OperationStatus.Done)
        {
            return new(text, PayloadMode.Sha256, hash);
        }

        throw S3Exception.InvalidArgument(
            AmzHeaders.ContentSha256,
            text,
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
            + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.");
    }
}
