using ObjectStore.S3Protocol.Operations.Parameters;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Routing;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol.Operations;

/// <summary>A request that was routed and authenticated, with what its operation needs to answer it. For one request, by one caller at a time.</summary>
internal sealed class S3Exchange(
    S3RequestContext context, S3Services services, RequestTarget target, S3Route route, AuthenticatedRequest authentication, ErrorSubject subject)
{
    /// <summary>The HTTP exchange.</summary>
    public S3RequestContext Context { get; } = context;

    /// <summary>What all requests share.</summary>
    public S3Services Services { get; } = services;

    /// <summary>The store.</summary>
    public IObjectStore Store => Services.Store;

    /// <summary>The request's path and query.</summary>
    public RequestTarget Target { get; } = target;

    /// <summary>Who sent the request, and what vouches for its body.</summary>
    public AuthenticatedRequest Authentication { get; } = authentication;

    /// <summary>The request's header fields.</summary>
    public RequestFields Fields { get; } = new(context);

    /// <summary>The bucket; empty for operations on the service.</summary>
    public string Bucket { get; } = route.Bucket;

    /// <summary>The key; empty for operations on the service or a bucket.</summary>
    public ObjectKey Key { get; } = route.Key;

    /// <summary>What errors of this request are about.</summary>
    public ErrorSubject Subject { get; } = subject;

    /// <summary>Whether content was handed to the response, so that no error document can follow even if nothing was sent yet.</summary>
    public bool IsContentBegun { get; set; }

    /// <summary>Cancelled when the client is gone.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Answers with an error of the store.</summary>
    public ValueTask FailAsync(StorageError error) => FailAsync(Services.Failures.Translate(error, Subject));

    /// <summary>Answers with an error.</summary>
    public async ValueTask FailAsync(S3Failure failure)
    {
        bool isDrained = UnreadBody.Settle(Context);
        await S3ErrorWriter.SendAsync(Context, Subject, failure).ConfigureAwait(false);
        if (isDrained)
        {
            await UnreadBody.DrainAsync(Context).ConfigureAwait(false);
        }
    }
}
