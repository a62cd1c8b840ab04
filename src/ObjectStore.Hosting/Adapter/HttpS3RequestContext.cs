using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol;

namespace ObjectStore.Hosting.Adapter;

/// <summary>An ASP.NET Core exchange as the protocol sees it.</summary>
internal sealed class HttpS3RequestContext(HttpContext http) : S3RequestContext
{
    private readonly IHttpRequestFeature _request = http.Features.GetRequiredFeature<IHttpRequestFeature>();

    public override string Method => _request.Method;

    // Request.Path is un-escaped and folds dot segments: it would make one key of several.
    public override string RawTarget => _request.RawTarget;

    public override string Host => http.Request.Host.Value ?? "";

    public override bool IsHttps => http.Request.IsHttps;

    public override IPAddress? RemoteAddress => http.Connection.RemoteIpAddress;

    public override IEnumerable<KeyValuePair<string, StringValues>> Headers => _request.Headers;

    public override StringValues GetHeader(string name) => _request.Headers[name];

    public override long? ContentLength
        => http.Request.ContentLength ?? (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false ? 0 : null);

    public override PipeReader RequestBody => http.Request.BodyReader;

    public override CancellationToken RequestAborted => http.RequestAborted;

    public override bool HasResponseStarted => http.Response.HasStarted;

    public override void SetStatusCode(int statusCode) => http.Response.StatusCode = statusCode;

    public override void SetResponseHeader(string name, string value) => http.Response.Headers[name] = value;

    public override void SetResponseContentLength(long length) => http.Response.ContentLength = length;

    public override PipeWriter ResponseBody => http.Response.BodyWriter;

    public override async ValueTask StartResponseAsync(CancellationToken cancellationToken = default)
        => await http.Response.StartAsync(cancellationToken).ConfigureAwait(false);

    public override void CloseConnectionAfterResponse()
    {
        // A stream of HTTP/2 ends by itself, and the header is not allowed there.
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
        {
            http.Response.Headers.Connection = "close";
        }
    }

    public override void Abort() => http.Abort();
}
