using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>An HTTP exchange in memory that is as strict as a real server: no header changes once the response has begun, no header that cannot be sent.</summary>
internal sealed class TestExchange : S3RequestContext
{
    private readonly Dictionary<string, StringValues> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _aborted = new();
    private readonly ResponseRecorder _response = new();
    private readonly CountingStream _body;

    public TestExchange(string method, string target, byte[] body, long? contentLength)
    {
        Method = method;
        RawTarget = target;
        ContentLength = contentLength;
        if (contentLength is long length)
        {
            _headers["Content-Length"] = length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        _body = new CountingStream(body);
        RequestBody = PipeReader.Create(_body);
    }

    public override string Method { get; }

    public override string RawTarget { get; }

    public override string Host => "s3.example.com";

    public override bool IsHttps => false;

    public override IPAddress? RemoteAddress => IPAddress.Loopback;

    public override IEnumerable<KeyValuePair<string, StringValues>> Headers => _headers;

    public override long? ContentLength { get; }

    public override PipeReader RequestBody { get; }

    public override CancellationToken RequestAborted => _aborted.Token;

    public override bool HasResponseStarted => _response.HasStarted;

    public override PipeWriter ResponseBody => _response;

    public int Status { get; private set; } = 200;

    public Dictionary<string, string> ResponseHeaders { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsConnectionClosed { get; private set; }

    public bool IsAborted { get; private set; }

    /// <summary>Bytes of the body that were read.</summary>
    public long BytesRead => _body.BytesRead;

    /// <summary>What was sent so far.</summary>
    public byte[] Sent => _response.Sent;

    /// <summary>What was sent so far, as text.</summary>
    public string SentText => Encoding.UTF8.GetString(Sent);

    /// <summary>Completes when more has been sent than now.</summary>
    public Task NextFlushAsync() => _response.NextFlushAsync();

    public TestExchange With(string name, StringValues value)
    {
        _headers[name] = value;
        return this;
    }

    public void LoseClient() => _aborted.Cancel();

    public override StringValues GetHeader(string name) => _headers.GetValueOrDefault(name);

    public override void SetStatusCode(int statusCode)
    {
        RequireNotStarted();
        Status = statusCode;
    }

    public override void SetResponseHeader(string name, string value)
    {
        RequireNotStarted();
        Assert.DoesNotContain(name, c => c is <= ' ' or >= '\x7f' or ':');
        Assert.DoesNotContain(value, c => c is < ' ' or '\x7f' or > '\xff');
        ResponseHeaders[name] = value;
    }

    public override void SetResponseContentLength(long length)
    {
        RequireNotStarted();
        ResponseHeaders["Content-Length"] = length.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public override async ValueTask StartResponseAsync(CancellationToken cancellationToken = default) => await _response.FlushAsync(cancellationToken);

    public override void CloseConnectionAfterResponse()
    {
        RequireNotStarted();
        IsConnectionClosed = true;
    }

    public override void Abort() => IsAborted = true;

    private void RequireNotStarted() => Assert.False(HasResponseStarted, "The response has begun already.");
}
