using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ObjectStore.Hosting.Health;
using ObjectStore.Hosting.RequestHeads;
using ObjectStore.S3Protocol;

namespace ObjectStore.Hosting.Adapter;

/// <summary>The one endpoint: health paths to the health handler, everything else to S3. Decides on the raw target, as S3 does.</summary>
internal sealed class ObjectStoreEndpoint(S3RequestHandler s3, HealthHandler health)
{
    public Task HandleAsync(HttpContext http)
    {
        HeadRecorder? recorder = HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol)
            ? http.Features.Get<HeadRecorder>()
            : null;
        string? fault = recorder is null ? null : RequestHead.FindFault(recorder.TakeHead(http.Request.ContentLength), http.Request.Method);
        Task handled = fault is null ? DispatchAsync(http) : s3.RefuseAsync(new HttpS3RequestContext(http), fault).AsTask();
        return recorder is null ? handled : FinishAsync(handled, recorder);
    }

    private Task DispatchAsync(HttpContext http)
    {
        string target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.StartsWith(HealthHandler.PathPrefix, StringComparison.Ordinal)
            ? health.HandleAsync(http, target)
            : s3.HandleAsync(new HttpS3RequestContext(http)).AsTask();
    }

    private static async Task FinishAsync(Task handled, HeadRecorder recorder)
    {
        try
        {
            await handled.ConfigureAwait(false);
        }
        finally
        {
            recorder.ExpectHead();
        }
    }
}
