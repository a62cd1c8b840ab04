using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ObjectStore.Load.Tests;

/// <summary>As much of S3 as the load tool asks for, in memory, on a loopback port.</summary>
internal sealed class LoopbackEndpoint : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private readonly Task _loop;

    public LoopbackEndpoint()
    {
        Uri = new Uri($"http://127.0.0.1:{FreePort()}");
        _listener.Prefixes.Add(Uri.ToString());
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public Uri Uri { get; }

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>When set, every object request is answered with this status.</summary>
    public int? Failure { get; set; }

    public int CountOf(string method) => _requests.GetValueOrDefault(method);

    public void Dispose()
    {
        if (_listener.IsListening)
        {
            _listener.Stop();
            _loop.Wait();
            _listener.Close();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or InvalidOperationException)
            {
                // Stopped, be it during the wait or before it.
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        string[] path = request.Url!.AbsolutePath.TrimStart('/').Split('/', 2);
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        byte[] answer = [];
        if (path.Length == 1)
        {
            context.Response.StatusCode = request.HttpMethod == "PUT" ? 409 : 200;
            _requests.AddOrUpdate(request.HttpMethod == "PUT" ? "CREATE" : "LIST", 1, (_, count) => count + 1);
        }
        else
        {
            _requests.AddOrUpdate(request.HttpMethod, 1, (_, count) => count + 1);
            context.Response.StatusCode = Failure ?? AnswerObject(request, path[1], body.ToArray(), ref answer);
        }

        if (request.Headers["Authorization"]?.Contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date", StringComparison.Ordinal) != true)
        {
            context.Response.StatusCode = 403;
        }

        context.Response.ContentLength64 = answer.Length;
        if (request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(answer);
        }

        context.Response.Close();
    }

    private int AnswerObject(HttpListenerRequest request, string key, byte[] body, ref byte[] answer)
    {
        switch (request.HttpMethod)
        {
            case "PUT":
                Objects[key] = body;
                return 200;
            case "DELETE":
                return Objects.TryRemove(key, out _) ? 204 : 404;
            default:
                return Objects.TryGetValue(key, out answer!) ? 200 : Missing(out answer);
        }
    }

    private static int Missing(out byte[] answer)
    {
        answer = [];
        return 404;
    }
}
