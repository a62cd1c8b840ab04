using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Primitives;
using ObjectStore.S3Protocol;

namespace ObjectStore.Benchmarks.Signing;

/// <summary>The head of a request, with nothing behind it.</summary>
internal sealed class SignedHead(string method, string target, string host) : S3RequestContext
{
    private readonly Dictionary<string, StringValues> _headers = new(StringComparer.OrdinalIgnoreCase);

    public override string Method => method;

    public override string RawTarget => target;

    public override string Host => host;

    public override bool IsHttps => false;

    public override IPAddress? RemoteAddress => null;

    public override IEnumerable<KeyValuePair<string, StringValues>> Headers => _headers;

    public override long? ContentLength => 0;

    public override PipeReader RequestBody => throw new NotSupportedException();

    public override CancellationToken RequestAborted => default;

    public override bool HasResponseStarted => false;

    public override PipeWriter ResponseBody => throw new NotSupportedException();

    public SignedHead With(string name, string value)
    {
        _headers[name] = value;
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
