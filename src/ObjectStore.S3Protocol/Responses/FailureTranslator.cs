using Microsoft.Extensions.Logging;
using ObjectStore.S3Protocol.Errors;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>Turns exceptions into what the client is told. Bugs and damage are logged under the request's id and told as no more than that.</summary>
internal sealed partial class FailureTranslator(ILogger<FailureTranslator> logger)
{
    /// <summary>Gives the failure of an exception that is not the client's cancellation.</summary>
    public S3Failure Translate(Exception exception, ErrorSubject subject)
    {
        switch (exception)
        {
            case S3Exception refused:
                return S3Failure.Of(refused);
            case StorageException { Error: StorageError error } storage:
                return Translate(error, storage, subject);
            case ObjectDisposedException or OperationCanceledException:
                LogStopping(exception, subject.RequestId);
                return new S3Failure(S3Errors.ServiceUnavailable, S3Errors.ServiceUnavailable.Message);
            default:
                LogUnexpected(exception, subject.RequestId, subject.Bucket);
                return new S3Failure(S3Errors.InternalError, S3Errors.InternalError.Message);
        }
    }

    /// <summary>Gives the failure of a store's error.</summary>
    public S3Failure Translate(StorageError error, ErrorSubject subject) => Translate(error, exception: null, subject);

    private S3Failure Translate(StorageError error, StorageException? exception, ErrorSubject subject)
    {
        S3Failure failure = StorageErrorMapping.Map(error);
        if (error.Code == StorageErrorCode.Unavailable)
        {
            // The store reports once that its drives are gone; every request says so again.
            LogUnavailable(error.Message, subject.RequestId);
        }
        else if (failure.Error.HttpStatus >= 500 && failure.Error != S3Errors.NotImplemented)
        {
            LogStorageFailure(exception, error.Code, error.Message, subject.RequestId, subject.Bucket);
        }

        return failure;
    }
}
