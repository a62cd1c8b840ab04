using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ObjectStore.Hosting.Tests.Raw;
using Xunit;

namespace ObjectStore.Hosting.Tests.Allocations;

/// <summary>One signed request that is sent over and over on one connection. Sending and receiving allocate nothing: every answer has the length of the first.</summary>
internal sealed class RepeatedRequest : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly byte[] _request;
    private readonly int _responseLength;

    public RepeatedRequest(IPEndPoint endpoint, string method, string path, byte[] body, string payload)
    {
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\n");
        foreach ((string name, string value) in RequestSigner.Sign(method, path, "", endpoint.ToString(), [], payload, DateTimeOffset.UtcNow))
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (method == "PUT")
        {
            text.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        }

        _request = [.. Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), .. body];
        _socket.Connect(endpoint);
        _socket.Send(_request);
        _responseLength = ReceiveFirst(method);
    }

    public void Send()
    {
        for (int sent = 0; sent < _request.Length;)
        {
            sent += _socket.Send(_request.AsSpan(sent));
        }

        for (int received = 0; received < _responseLength;)
        {
            int count = _socket.Receive(_buffer.AsSpan(received, _responseLength - received));
            received = count > 0 ? received + count : throw new IOException("The server closed the connection.");
        }

        Assert.True(_buffer.AsSpan().StartsWith("HTTP/1.1 200 OK\r\n"u8));
    }

    public void Dispose() => _socket.Dispose();

    private int ReceiveFirst(string method)
    {
        int received = 0;
        int head;
        do
        {
            received += _socket.Receive(_buffer.AsSpan(received));
            head = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }
        while (head < 0);
        string text = Encoding.Latin1.GetString(_buffer, 0, head);
        const string Length = "Content-Length: ";
        int at = text.IndexOf(Length, StringComparison.Ordinal) + Length.Length;
        int body = method == "HEAD" ? 0 : int.Parse(text.AsSpan(at, text.IndexOf('\r', at) is var end and > 0 ? end - at : text.Length - at), CultureInfo.InvariantCulture);
        int length = head + 4 + body;
        while (received < length)
        {
            received += _socket.Receive(_buffer.AsSpan(received));
        }

        Assert.Equal(length, received);
        return length;
    }
}
