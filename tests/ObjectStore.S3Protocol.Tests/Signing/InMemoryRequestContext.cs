using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace ObjectStore.S3Protocol.Tests.Signing;

/// <summary>A request that stands in memory. Its response is not looked at.</summary>
internal sealed class InMemoryRequestContext : S3RequestContext
{
    private readonly Dictionary<string, StringValues> _headers = new(StringComparer.OrdinalIgnoreCase);

    public InMemoryRequestContext(string method, string rawTarget, string host = "s3.example.com", PipeReader? body = null, long? contentLength = 0)
    {
        Method = method;
        RawTarget = rawTarget;
        Host = host;
        RequestBody = body ?? PipeReader.Create(Stream.Null);
        ContentLength = contentLength;
    }

    public override string Method { get; }

    public override string RawTarget { get; }

    public override string Host { get; }

    public override bool IsHttps => true;

    public override IPAddress? RemoteAddress => IPAddress.Loopback;

    public override IEnumerable<KeyValuePair<string, StringValues>> Headers => _headers;

    public override long? ContentLength { get; }

    public override PipeReader RequestBody { get; }

    public override CancellationToken RequestAborted => CancellationToken.None;

    public override bool HasResponseStarted => false;

    public override PipeWriter ResponseBody => throw new NotSupportedException();

    public InMemoryRequestContext With(string name, StringValues value)
    {
        _headers[name] = value;
        return this;
    }

    public InMemoryRequestContext Without(string name)
    {
        _headers.Remove(name);
        return this;
    }

    public override StringValues GetHeader(string name) => _headers.GetValueOrDefault(name);

    public override void SetStatusCode(int statusCode) => throw new NotSupportedException();

    public override void SetResponseHeader(string name, string value) => throw new NotSupportedException();

    public override void SetResponseContentLength(long length) => throw new NotSupportedException();

    public override ValueTask StartResponseAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override void CloseConnectionAfterResponse() => throw new NotSupportedException();

    public override void Abort() => throw new NotSupportedException();
}
