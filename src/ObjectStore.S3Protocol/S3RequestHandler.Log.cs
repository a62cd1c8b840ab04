using Microsoft.Extensions.Logging;

namespace ObjectStore.S3Protocol;

public sealed partial class S3RequestHandler
{
    [LoggerMessage(2010, LogLevel.Debug, "The client of request {RequestId} is gone.")]
    private partial void LogClientGone(Exception exception, string requestId);

    [LoggerMessage(2011, LogLevel.Warning, "Request {RequestId} was broken off in the middle of its response.")]
    private partial void LogBrokenOff(Exception exception, string requestId);
}
