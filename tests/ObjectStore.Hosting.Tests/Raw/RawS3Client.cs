using System.Net;
using System.Text;

namespace ObjectStore.Hosting.Tests.Raw;

/// <summary>Signs and sends requests whose every byte the test chooses. One request at a time.</summary>
public sealed class RawS3Client(IPEndPoint endpoint) : IAsyncDisposable
{
    private RawConnection? _connection;

    public string Host { get; } = endpoint.ToString();

    /// <summary>Percent-encodes a key so that only unreserved characters and slashes remain.</summary>
    public static string Encode(string key, bool keepSlash = true)
    {
        var encoded = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(key))
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c, StringComparison.Ordinal) || (keepSlash && c == '/'))
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Sends a signed request and gives its response.</summary>
    public async Task<RawResponse> SendAsync(string method, string path, string query = "", byte[]? body = null, params (string Name, string Value)[] headers)
    {
        List<(string Name, string Value)> signed = RequestSigner.Sign(method, path, query, Host, headers, RequestSigner.HashOf(body ?? []), DateTimeOffset.UtcNow);
        return await SendUnsignedAsync(method, query.Length == 0 ? path : $"{path}?{query}", signed, body);
    }

    /// <summary>Sends a request with just these headers; a Content-Length is added if there is a body or the method is PUT or POST.</summary>
    public async Task<RawResponse> SendUnsignedAsync(string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body = null)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\n");
        foreach ((string name, string value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (body is not null || method is "PUT" or "POST")
        {
            head.Append("Content-Length: ").Append(body?.Length ?? 0).Append("\r\n");
        }

        head.Append("\r\n");
        byte[] request = [.. Encoding.Latin1.GetBytes(head.ToString()), .. body ?? []];
        for (int attempt = 0; ; attempt++)
        {
            _connection ??= await RawConnection.OpenAsync(endpoint);
            await _connection.SendAsync(request);
            RawResponse? response = await _connection.ReceiveAsync(method == "HEAD");
            if (response is null || (response.Headers.TryGetValue("Connection", out string? connection) && connection == "close"))
            {
                await _connection.DisposeAsync();
                _connection = null;
            }

            if (response is not null || attempt > 0)
            {
                return response ?? throw new IOException("The server closed the connection without a response.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }
}
