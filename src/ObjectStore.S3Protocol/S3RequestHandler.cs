using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Operations;
using ObjectStore.S3Protocol.Operations.Buckets;
using ObjectStore.S3Protocol.Responses;
using ObjectStore.S3Protocol.Routing;
using ObjectStore.S3Protocol.Signing;

namespace ObjectStore.S3Protocol;

/// <summary>Serves S3 requests from an object store. One instance serves any number of requests at once.</summary>
public sealed partial class S3RequestHandler
{
    private const string DefaultRegion = "us-east-1";
    private const string ServerName = "ObjectStore";

    private readonly ILogger<S3RequestHandler> _logger;
    private readonly S3Services _services;
    private readonly S3Router _router;
    private readonly RequestAuthenticator _authenticator;
    private readonly RequestIds _requestIds;

    /// <summary>Creates a handler.</summary>
    /// <param name="store">The store, which the handler does not dispose.</param>
    /// <param name="options">Region, domains and access keys, read now.</param>
    /// <param name="loggerFactory">Where it logs. Default: nowhere.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    public S3RequestHandler(IObjectStore store, S3Options options, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ILoggerFactory loggers = loggerFactory ?? NullLoggerFactory.Instance;
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _logger = loggers.CreateLogger<S3RequestHandler>();
        _router = new S3Router(options.Domains);
        _authenticator = new RequestAuthenticator(options, clock);
        _requestIds = new RequestIds(clock.GetUtcNow());
        _services = new S3Services
        {
            Store = store,
            Region = options.Region ?? DefaultRegion,
            IsRegionFixed = options.Region is not null,
            Owner = Owner.Of(options.Credentials.Count > 0 ? options.Credentials[0].AccessKey : ""),
            Failures = new FailureTranslator(loggers.CreateLogger<FailureTranslator>()),
            TimeProvider = clock,
        };
    }

    /// <summary>
    /// Answers one request. Every failure becomes an S3 error response, or breaks the connection off if the response has begun. When the client
    /// is gone (<see cref="S3RequestContext.RequestAborted"/>) the request ends without an answer. Throws nothing.
    /// </summary>
    public async ValueTask HandleAsync(S3RequestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ErrorSubject subject = new(_requestIds.Next(), _requestIds.HostId, Resource: "/");
        Progress progress = new(subject);
        try
        {
            SetCommonHeaders(context, subject);
            await ServeAsync(context, progress).ConfigureAwait(false);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(exception, subject.RequestId);
        }
        catch (Exception exception)
        {
            await FailAsync(context, progress, exception).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a request that the HTTP server took but must not have: 400 InvalidRequest, and the connection closes. Throws nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="reason">A sentence for the client.</param>
    public async ValueTask RefuseAsync(S3RequestContext context, string reason)
    {
        ArgumentNullException.ThrowIfNull(context);
        ErrorSubject subject = new(_requestIds.Next(), _requestIds.HostId, Resource: "/");
        SetCommonHeaders(context, subject);
        context.CloseConnectionAfterResponse();
        await FailAsync(context, new Progress(subject), new S3Exception(S3Errors.InvalidRequest, reason)).ConfigureAwait(false);
    }

    private async ValueTask ServeAsync(S3RequestContext context, Progress progress)
    {
        if (!RequestTarget.TryParse(context.RawTarget, out RequestTarget? target))
        {
            throw new S3Exception(S3Errors.InvalidURI);
        }

        progress.Subject = progress.Subject with { Resource = target.RawPath };
        bool hasCopySource = context.GetHeader(AmzHeaders.CopySource).Count > 0
            || target.Query.Any(static parameter => parameter.Name.Equals(AmzHeaders.CopySource, StringComparison.OrdinalIgnoreCase));
        S3Route route = _router.Route(context.Method, context.Host, target, hasCopySource);
        progress.Subject = progress.Subject with { Bucket = route.Bucket, Key = route.Key };
        if (route.Operation == S3Operation.HeadBucket)
        {
            context.SetResponseHeader(HeadBucket.RegionHeader, _services.Region);
        }

        if (OperationTable.IsSignedElsewhere(route.Operation))
        {
            throw OperationTable.NotImplemented(route.Operation);
        }

        AuthenticatedRequest authentication = _authenticator.Authenticate(context, target);
        S3RequestContext presented = PresignedRequestContext.Apply(context, target, authentication);
        S3Exchange exchange = new(presented, _services, target, route, authentication, progress.Subject);
        progress.Exchange = exchange;
        ExpectedOwner.Check(exchange);
        await OperationTable.Get(route.Operation).ExecuteAsync(exchange).ConfigureAwait(false);
    }

    private async ValueTask FailAsync(S3RequestContext context, Progress progress, Exception exception)
    {
        S3Failure failure = _services.Failures.Translate(exception, progress.Subject);
        if (context.HasResponseStarted || progress.Exchange is { IsContentBegun: true })
        {
            LogBrokenOff(exception, progress.Subject.RequestId);
            context.Abort();
            return;
        }

        try
        {
            await AnswerAsync(context, progress, failure).ConfigureAwait(false);
        }
        catch (Exception answerFailure)
        {
            LogBrokenOff(answerFailure, progress.Subject.RequestId);
            context.Abort();
        }
    }

    private static ValueTask AnswerAsync(S3RequestContext context, Progress progress, S3Failure failure)
    {
        if (progress.Exchange is S3Exchange exchange)
        {
            return exchange.FailAsync(failure);
        }

        // A caller who is not authenticated costs a head, not a body.
        if (context.ContentLength != 0)
        {
            context.CloseConnectionAfterResponse();
        }

        return S3ErrorWriter.SendAsync(context, progress.Subject, failure);
    }

    private static void SetCommonHeaders(S3RequestContext context, ErrorSubject subject)
    {
        context.SetResponseHeader("Server", ServerName);
        context.SetResponseHeader("x-amz-request-id", subject.RequestId);
        context.SetResponseHeader("x-amz-id-2", subject.HostId);
    }

    /// <summary>How far a request came: what an error can say, and whether its sender is known.</summary>
    private sealed class Progress(ErrorSubject subject)
    {
        public ErrorSubject Subject { get; set; } = subject;

        public S3Exchange? Exchange { get; set; }
    }
}
