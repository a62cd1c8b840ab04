using System.Buffers;
using System.Net;
using System.Text;

namespace ObjectStore.Load.Client;

/// <summary>The few S3 requests of the load, path style, without an SDK. Thread-safe.</summary>
internal sealed class S3Client : IDisposable
{
    private const int ReadBufferLength = 128 << 10;
    private const int ShownErrorLength = 500;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpMessageInvoker _http;
    private readonly RequestSigner _signer;
    private readonly Uri _endpoint;
    private readonly string _bucketPath;

    public S3Client(Uri endpoint, string bucket, RequestSigner signer, int maxConnections)
    {
        _endpoint = endpoint;
        _bucketPath = "/" + Uri.EscapeDataString(bucket);
        _signer = signer;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = maxConnections,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    public Task<S3Response> CreateBucketAsync(CancellationToken stop) => SendAsync(HttpMethod.Put, _bucketPath, "", Payload.Empty, stop);

    public Task<S3Response> PutAsync(string key, Payload payload, CancellationToken stop) => SendAsync(HttpMethod.Put, PathOf(key), "", payload, stop);

    public Task<S3Response> GetAsync(string key, CancellationToken stop) => SendAsync(HttpMethod.Get, PathOf(key), "", Payload.Empty, stop);

    public Task<S3Response> HeadAsync(string key, CancellationToken stop) => SendAsync(HttpMethod.Head, PathOf(key), "", Payload.Empty, stop);

    public Task<S3Response> DeleteAsync(string key, CancellationToken stop) => SendAsync(HttpMethod.Delete, PathOf(key), "", Payload.Empty, stop);

    /// <summary>One page of up to 1,000 keys, or, with a delimiter, of common prefixes.</summary>
    public Task<S3Response> ListAsync(string prefix, bool byPrefixes, CancellationToken stop)
    {
        string delimiter = byPrefixes ? "delimiter=%2F&" : "";
        return SendAsync(HttpMethod.Get, _bucketPath, $"{delimiter}list-type=2&max-keys=1000&prefix={Uri.EscapeDataString(prefix)}", Payload.Empty, stop);
    }

    public void Dispose() => _http.Dispose();

    private string PathOf(string key) => $"{_bucketPath}/{Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)}";

    private async Task<S3Response> SendAsync(HttpMethod method, string path, string query, Payload payload, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(RequestTimeout);
        try
        {
            using HttpRequestMessage request = CreateRequest(method, path, query, payload);
            using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token);
            return await ReadAsync(response, timeout.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new S3Response(0, 0, $"no answer within {RequestTimeout.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new S3Response(0, 0, exception.Message);
        }
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, string query, Payload payload)
    {
        string timestamp = RequestSigner.Timestamp(TimeProvider.System.GetUtcNow());
        ReadOnlySpan<(string, string)> signed =
        [
            ("host", _endpoint.Authority), ("x-amz-content-sha256", payload.Hash), ("x-amz-date", timestamp),
        ];
        var request = new HttpRequestMessage(method, new Uri(_endpoint, query.Length == 0 ? path : $"{path}?{query}"))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = method == HttpMethod.Put ? new ReadOnlyMemoryContent(payload.Content) : null,
        };
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payload.Hash);
        request.Headers.TryAddWithoutValidation("x-amz-date", timestamp);
        request.Headers.TryAddWithoutValidation("Authorization", _signer.Sign(method.Method, path, query, signed, payload.Hash, timestamp));
        return request;
    }

    private static async Task<S3Response> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBufferLength);
        try
        {
            long length = 0;
            string? error = response.IsSuccessStatusCode ? null : $"HTTP {status}";
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0; length += read)
            {
                if (error is not null && length == 0)
                {
                    error += " " + Encoding.UTF8.GetString(buffer, 0, Math.Min(read, ShownErrorLength));
                }
            }

            return new S3Response(status, length, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
