using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ObjectStore.Hosting.Tests.Raw;

/// <summary>An HTTP/1.1 connection that sends exactly the bytes it is given: nothing is encoded, folded or normalised.</summary>
public sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;

    public static async Task<RawConnection> OpenAsync(IPEndPoint endpoint)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(endpoint);
        connection._stream = new BufferedStream(connection._client.GetStream(), 64 << 10);
        return connection;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Ends the sending side: the server sees the end of the request.</summary>
    public void FinishSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one response; null if the server closed instead.</summary>
    public async Task<RawResponse?> ReceiveAsync(bool isHead = false)
    {
        string? statusLine = await ReadLineAsync();
        if (statusLine is null)
        {
            return null;
        }

        int status = int.Parse(statusLine.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            string[] parts = line.Split(": ", 2);
            headers[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }

        bool hasBody = !isHead && status is not (100 or 204 or 304);
        return new RawResponse(status, headers, hasBody ? await ReadBodyAsync(headers) : []);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers)
    {
        using var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out string? length))
        {
            await CopyAsync(body, int.Parse(length, CultureInfo.InvariantCulture));
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (int.Parse(await ReadLineAsync() ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
            {
                await CopyAsync(body, size);
                await ReadLineAsync();
            }

            await ReadLineAsync();
        }
        else
        {
            await _stream.CopyToAsync(body);
        }

        return body.ToArray();
    }

    private async Task CopyAsync(MemoryStream body, int count)
    {
        byte[] buffer = new byte[count];
        await _stream.ReadExactlyAsync(buffer);
        body.Write(buffer);
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            int read;
            try
            {
                read = await _stream.ReadAsync(one);
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0)
            {
                return line.Length == 0 ? null : line.ToString();
            }

            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
