using System.Security.Cryptography;
using System.Text;
using ObjectStore.S3Protocol.Tests.Signing;
using ObjectStore.S3Protocol.Values;
using Xunit;

namespace ObjectStore.S3Protocol.Tests.Server;

/// <summary>The whole protocol over the real engine, driven by requests that are signed as a client signs them.</summary>
internal sealed class TestServer
{
    private readonly S3RequestHandler _handler;

    public TestServer(Action<S3Options>? configure = null)
    {
        S3Options options = new() { Credentials = [new S3Credentials(AwsExample.AccessKey, AwsExample.SecretKey)] };
        configure?.Invoke(options);
        Store = new EngineStore(Time);
        _handler = new S3RequestHandler(Store, options, timeProvider: Time);
    }

    public ObservedTime Time { get; } = new(AwsExample.Time);

    public EngineStore Store { get; }

    private RequestSigner Signer
        => new() { Timestamp = Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>Sends a signed request and waits for the answer.</summary>
    public async Task<TestExchange> SendAsync(
        string method, string target, string body = "", params (string Name, string Value)[] headers)
    {
        TestExchange exchange = Request(method, target, Encoding.UTF8.GetBytes(body), headers);
        await HandleAsync(exchange);
        return exchange;
    }

    /// <summary>Sends a signed request and asserts that it succeeded.</summary>
    public async Task<TestExchange> SucceedAsync(
        string method, string target, string body = "", params (string Name, string Value)[] headers)
    {
        TestExchange exchange = await SendAsync(method, target, body, headers);
        Assert.True(exchange.Status < 300, $"{method} {target}: {exchange.Status} {exchange.SentText}");
        return exchange;
    }

    /// <summary>Sends a signed request and asserts that it was refused with a status and code.</summary>
    public async Task<TestExchange> FailAsync(
        int status, string code, string method, string target, string body = "", params (string Name, string Value)[] headers)
    {
        TestExchange exchange = await SendAsync(method, target, body, headers);
        Assert.Equal((status, code), (exchange.Status, Element(exchange.SentText, "Code")));
        Assert.Equal("application/xml", exchange.ResponseHeaders["Content-Type"]);
        return exchange;
    }

    /// <summary>Handles a request, however it was made, and checks what holds for every answer.</summary>
    public async Task HandleAsync(TestExchange exchange)
    {
        await _handler.HandleAsync(exchange);
        if (exchange.IsAborted || exchange.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        Assert.True(exchange.HasResponseStarted, "There is no answer.");
        Assert.Equal("ObjectStore", exchange.ResponseHeaders["Server"]);
        Assert.Matches("^[0-9A-F]{16}$", exchange.ResponseHeaders["x-amz-request-id"]);
        if (exchange.Method == "HEAD" || exchange.Status is 204 or 304)
        {
            Assert.Empty(exchange.Sent);
        }
        else if (exchange.ResponseHeaders.TryGetValue("Content-Length", out string? length))
        {
            Assert.Equal(length, exchange.Sent.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Makes a signed request.</summary>
    public TestExchange Request(string method, string target, byte[] body, params (string Name, string Value)[] headers)
        => Request(method, target, body, body.Length, Convert.ToHexStringLower(SHA256.HashData(body)), headers);

    /// <summary>Makes a signed request whose body need not be what its head says. Its header values go over the wire in UTF-8.</summary>
    public TestExchange Request(
        string method, string target, byte[] body, long? contentLength, string payload, params (string Name, string Value)[] headers)
    {
        InMemoryRequestContext signed = new(method, target);
        foreach ((string name, string value) in headers)
        {
            signed.With(name, value);
        }

        Signer.SignHeader(signed, payload);
        TestExchange exchange = new(method, target, body, contentLength);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in signed.Headers)
        {
            exchange.With(name, HeaderText.FromText(value.ToString()));
        }

        return exchange;
    }

    /// <summary>Makes a presigned request.</summary>
    public TestExchange Presigned(string method, string target, byte[] body, params (string Name, string Value)[] headers)
    {
        InMemoryRequestContext signed = new(method, target);
        foreach ((string name, string value) in headers)
        {
            signed.With(name, value);
        }

        TestExchange exchange = new(method, Signer.Presign(signed), body, body.Length);
        foreach ((string name, string value) in headers)
        {
            exchange.With(name, value);
        }

        return exchange;
    }

    /// <summary>The request target of a key, encoded as SDKs encode it.</summary>
    public static string TargetOf(string bucket, string key)
        => $"/{bucket}/{Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)}";

    /// <summary>The text of an element's first occurrence; null if there is none.</summary>
    public static string? Element(string document, string name)
    {
        int start = document.IndexOf($"<{name}>", StringComparison.Ordinal);
        int end = document.IndexOf($"</{name}>", StringComparison.Ordinal);
        return start < 0 ? null : document[(start + name.Length + 2)..end];
    }

    /// <summary>The texts of all occurrences of an element.</summary>
    public static string[] Elements(string document, string name)
        => [.. document.Split($"<{name}>").Skip(1).Select(piece => piece[..piece.IndexOf($"</{name}>", StringComparison.Ordinal)])];
}
