using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ObjectStore.Hosting.Health;

/// <summary>
/// The health paths that orchestrators probe, as MinIO has them: <c>/live</c> (the process answers), <c>/ready</c> (it serves), <c>/cluster</c>
/// (writes reach their quorum), <c>/cluster/read</c> (reads do). GET and HEAD; 200, or 503 with the reason as text.
/// </summary>
internal sealed class HealthHandler(IObjectStore store, ServerReadiness readiness)
{
    public const string PathPrefix = "/minio/health/";

    public Task HandleAsync(HttpContext http, string rawTarget)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, HEAD";
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        int query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? rawTarget : rawTarget[..query];
        return path[PathPrefix.Length..] switch
        {
            "live" => AnswerAsync(http, null),
            "ready" => AnswerAsync(http, NotReady()),
            "cluster" => ClusterAsync(http),
            "cluster/read" => AnswerAsync(http, NotReady() ?? Refused(store.GetStatus(), static s => s.CanRead)),
            _ => NotFoundAsync(http),
        };
    }

    private string? NotReady() => readiness.IsReady ? null : "The server is starting.";

    private Task ClusterAsync(HttpContext http)
    {
        if (NotReady() is string reason)
        {
            return AnswerAsync(http, reason);
        }

        StoreStatus status = store.GetStatus();
        int quorum = status.DataShards + (status.DataShards == status.ParityShards ? 1 : 0);
        http.Response.Headers["x-minio-write-quorum"] = quorum.ToString(CultureInfo.InvariantCulture);
        return AnswerAsync(http, Refused(status, static s => s.CanWrite));
    }

    private static string? Refused(StoreStatus status, Func<StoreStatus, bool> serves)
        => serves(status) ? null : status.Reason ?? "Too few drives are online.";

    private static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext http, string? refusal)
    {
        http.Response.StatusCode = refusal is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (refusal is null)
        {
            http.Response.ContentLength = 0;
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(refusal + "\n");
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }
}
