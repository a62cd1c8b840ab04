using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Signing;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>
/// A presigned request with the headers that its signer moved into the query: SDKs do that with <c>x-amz-*</c> when they presign, and they count as if
/// they stood in the head. For one request.
/// </summary>
internal sealed class PresignedRequestContext : S3RequestContext
{
    private const string ContentMd5 = "content-md5";

    private readonly S3RequestContext _inner;
    private readonly IReadOnlyDictionary<string, string> _moved;

    private PresignedRequestContext(S3RequestContext inner, IReadOnlyDictionary<string, string> moved)
    {
        _inner = inner;
        _moved = moved;
    }

    /// <inheritdoc/>
    public override string Method => _inner.Method;

    /// <inheritdoc/>
    public override string RawTarget => _inner.RawTarget;

    /// <inheritdoc/>
    public override string Host => _inner.Host;

    /// <inheritdoc/>
    public override bool IsHttps => _inner.IsHttps;

    /// <inheritdoc/>
    public override IPAddress? RemoteAddress => _inner.RemoteAddress;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, StringValues>> Headers
        => _inner.Headers.Concat(_moved.Select(static moved => new KeyValuePair<string, StringValues>(moved.Key, moved.Value)));

    /// <inheritdoc/>
    public override long? ContentLength => _inner.ContentLength;

    /// <inheritdoc/>
    public override PipeReader RequestBody => _inner.RequestBody;

    /// <inheritdoc/>
    public override CancellationToken RequestAborted => _inner.RequestAborted;

    /// <inheritdoc/>
    public override bool HasResponseStarted => _inner.HasResponseStarted;

    /// <inheritdoc/>
    public override PipeWriter ResponseBody => _inner.ResponseBody;

    /// <summary>Gives a request the headers that stand in its query, as far as its signature covers them; the request itself if there are none.</summary>
    /// <exception cref="S3Exception">InvalidRequest: a header stands in the query and, with another value, in the head, or twice in the query.</exception>
    public static S3RequestContext Apply(S3RequestContext context, RequestTarget target, AuthenticatedRequest authentication)
    {
        if (!authentication.IsPresigned)
        {
            return context;
        }

        Dictionary<string, string>? moved = null;
        foreach (QueryParameter parameter in target.Query)
        {
            if (IsMoved(parameter.Name, authentication) && !IsInHead(context, parameter))
            {
                moved ??= new(StringComparer.OrdinalIgnoreCase);
                if (!moved.TryAdd(parameter.Name, HeaderText.FromText(parameter.Value)))
                {
                    throw new S3Exception(S3Errors.InvalidRequest, $"The query parameter '{parameter.Name}' occurs more than once.");
                }
            }
        }

        return moved is null ? context : new PresignedRequestContext(context, moved);
    }

    /// <inheritdoc/>
    public override StringValues GetHeader(string name) => _moved.TryGetValue(name, out string? value) ? value : _inner.GetHeader(name);

    /// <inheritdoc/>
    public override void SetStatusCode(int statusCode) => _inner.SetStatusCode(statusCode);

    /// <inheritdoc/>
    public override void SetResponseHeader(string name, string value) => _inner.SetResponseHeader(name, value);

    /// <inheritdoc/>
    public override void SetResponseContentLength(long length) => _inner.SetResponseContentLength(length);

    /// <inheritdoc/>
    public override ValueTask StartResponseAsync(CancellationToken cancellationToken = default) => _inner.StartResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public override void CloseConnectionAfterResponse() => _inner.CloseConnectionAfterResponse();

    /// <inheritdoc/>
    public override void Abort() => _inner.Abort();

    /// <summary>Signature Version 4 covers the whole query, Version 2 only its <c>x-amz-*</c>. What describes the signature itself is no header.</summary>
    private static bool IsMoved(string name, AuthenticatedRequest authentication)
        => name.StartsWith(AmzHeaders.Prefix, StringComparison.OrdinalIgnoreCase)
            ? !AmzHeaders.IsSignatureParameter(name)
            : authentication.IsWholeQuerySigned && name.Equals(ContentMd5, StringComparison.OrdinalIgnoreCase);

    private static bool IsInHead(S3RequestContext context, QueryParameter parameter)
    {
        StringValues values = context.GetHeader(parameter.Name);
        return values.Count == 0 || values == HeaderText.FromText(parameter.Value)
            ? values.Count > 0
            : throw new S3Exception(
                S3Errors.InvalidRequest, $"The header '{parameter.Name}' stands in the head and in the query, with different values.");
    }
}
