using System.Globalization;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Streaming;

/// <summary>
/// Opens the content of authenticated requests. How it is framed is decided by what the signature covers, never by Content-Encoding.
/// </summary>
internal static class BodyReader
{
    /// <summary>
    /// Opens a request's content. Nothing of it is read yet, so that a request can still be refused before the client sends it.
    /// </summary>
    /// <exception cref="S3Exception">
    /// InvalidDigest, InvalidRequest, InvalidArgument, MissingContentLength or NotImplemented: the head declares nonsense.
    /// </exception>
    public static S3Body Create(S3RequestContext context, AuthenticatedRequest request)
        => Create(context, request, ContentDeclaration.Parse(context));

    /// <summary>Opens a request's content with a declaration that was read already.</summary>
    /// <exception cref="S3Exception">InvalidRequest, InvalidArgument or MissingContentLength: the head declares nonsense.</exception>
    public static S3Body Create(S3RequestContext context, AuthenticatedRequest request, ContentDeclaration declaration)
    {
        return request.PayloadMode is PayloadMode.Unsigned or PayloadMode.Sha256
            ? CreatePlain(context, request, declaration)
            : CreateChunked(context, request, declaration);
    }

    private static S3Body CreatePlain(S3RequestContext context, AuthenticatedRequest request, ContentDeclaration declaration)
    {
        if (declaration.TrailingAlgorithm is not null)
        {
            throw NoTrailers();
        }

        PlainBodyReader reader = new(context.RequestBody, context.ContentLength, request.PayloadSha256);
        return new S3Body(reader, context.ContentLength, declaration, trailers: null);
    }

    private static S3Body CreateChunked(S3RequestContext context, AuthenticatedRequest request, ContentDeclaration declaration)
    {
        bool hasTrailers = request.PayloadMode is not PayloadMode.StreamingSigned;
        if (declaration.TrailingAlgorithm is not null && !hasTrailers)
        {
            throw NoTrailers();
        }

        long? length = ParseDecodedLength(context.GetHeader(AmzHeaders.DecodedContentLength));
        if (length is null && !hasTrailers)
        {
            throw new S3Exception(S3Errors.MissingContentLength, "You must provide the x-amz-decoded-content-length HTTP header.");
        }

        TrailerSection? trailers = hasTrailers ? new TrailerSection(declaration.TrailingAlgorithm) : null;
        bool isSigned = request.PayloadMode is not PayloadMode.StreamingUnsignedTrailer;
        ChunkSignatureChain? signatures = isSigned ? new ChunkSignatureChain(request) : null;
        AwsChunkedReader reader = new(context.RequestBody, new ChunkDecoder(signatures, trailers, length));
        return new S3Body(reader, length, declaration, trailers);
    }

    private static long? ParseDecodedLength(StringValues values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        return values.Count == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw S3Exception.InvalidArgument(
                AmzHeaders.DecodedContentLength, values.ToString(), "x-amz-decoded-content-length must be a number of bytes.");
    }

    private static S3Exception NoTrailers()
        => new(S3Errors.InvalidRequest, "x-amz-trailer needs an x-amz-content-sha256 that announces trailers.");
}
