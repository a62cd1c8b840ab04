using Microsoft.Extensions.Logging;

namespace ObjectStore.S3Protocol;

/// <summary>Serves S3 requests from an object store. One instance serves any number of requests at once.</summary>
public sealed class S3RequestHandler
{
    /// <summary>Creates a handler.</summary>
    public S3RequestHandler(IObjectStore store, S3Options options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        _ = loggerFactory;
        _ = timeProvider;
    }

    /// <summary>Answers one request. Every failure becomes an S3 error response; only cancellation by the client ends in an exception.</summary>
    public ValueTask HandleAsync(S3RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.SetStatusCode(501);
        return ValueTask.CompletedTask;
    }
}
