using Microsoft.Extensions.Logging;

namespace ObjectStore.S3Protocol.Responses;

internal sealed partial class FailureTranslator
{
    [LoggerMessage(2000, LogLevel.Error, "Request {RequestId} on bucket '{Bucket}' failed unexpectedly.")]
    private partial void LogUnexpected(Exception exception, string requestId, string bucket);

    [LoggerMessage(2001, LogLevel.Warning, "Request {RequestId} on bucket '{Bucket}' failed in the store with {Code}: {Reason}")]
    private partial void LogStorageFailure(Exception? exception, StorageErrorCode code, string reason, string requestId, string bucket);

    [LoggerMessage(2002, LogLevel.Debug, "Request {RequestId} was refused because the store is unavailable: {Reason}")]
    private partial void LogUnavailable(string reason, string requestId);

    [LoggerMessage(2003, LogLevel.Debug, "Request {RequestId} was refused because the store is stopping.")]
    private partial void LogStopping(Exception exception, string requestId);
}
