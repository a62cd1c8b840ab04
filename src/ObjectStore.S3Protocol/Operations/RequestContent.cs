using System.IO.Pipelines;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Streaming;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>The content that a request uploads, opened but not read: the client may still be waiting for 100 Continue.</summary>
internal sealed class RequestContent : IDisposable
{
    private readonly S3Body _body;

    private RequestContent(S3Body body) => _body = body;

    /// <summary>The content.</summary>
    public PipeReader Reader => _body.Reader;

    /// <summary>Opens the content of a request.</summary>
    /// <exception cref="S3Exception">MissingContentLength: a body of unknown length, unless its chunks say where it ends; or its head declares nonsense.</exception>
    public static RequestContent Open(S3Exchange exchange)
    {
        // A request that has no body at all says so: what lacks a Content-Length may have lost its content on the way.
        bool isDelimited = exchange.Authentication.PayloadMode is not (PayloadMode.Unsigned or PayloadMode.Sha256);
        return exchange.Context.GetHeader("content-length").Count > 0 || isDelimited
            ? new RequestContent(BodyReader.Create(exchange.Context, exchange.Authentication))
            : throw new S3Exception(S3Errors.MissingContentLength);
    }

    /// <summary>Adds what the request declares of its content to the options of a write.</summary>
    public T Describe<T>(T options)
        where T : WriteContentOptions
        => (T)((WriteContentOptions)options with
        {
            ContentLength = _body.DecodedLength,
            ContentMd5 = _body.Declaration.ContentMd5,
            ChecksumAlgorithm = _body.Declaration.Algorithm,
            ExpectedChecksum = _body.Declaration.Checksum,
            TrailingChecksum = _body.TrailingChecksum,
        });

    /// <inheritdoc/>
    public void Dispose() => _body.Dispose();
}
