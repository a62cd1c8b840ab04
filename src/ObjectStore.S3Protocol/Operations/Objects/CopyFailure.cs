using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Objects;

/// <summary>The failures of copies, which may be about the source.</summary>
internal static class CopyFailure
{
    /// <summary>Gives the failure of a store's error.</summary>
    public static S3Failure Of(S3Exchange exchange, ObjectReference source, StorageError error)
    {
        S3Failure failure = exchange.Services.Failures.Translate(error, exchange.Subject);
        return error.Code switch
        {
            StorageErrorCode.VersionIsDeleteMarker => new S3Failure(
                S3Errors.InvalidRequest, "The source of a copy request may not specifically refer to a delete marker by version id."),
            StorageErrorCode.NotModified or StorageErrorCode.PreconditionFailed => FailedCondition(exchange, error),
            StorageErrorCode.InvalidRange => S3Failure.Of(S3Exception.InvalidArgument(
                "x-amz-copy-source-range", exchange.Fields.Find("x-amz-copy-source-range"), "The specified copy range is not valid for the source object's size.")),
            StorageErrorCode.NoSuchKey => failure with { Elements = [new("Key", source.Key.ToString())] },
            StorageErrorCode.NoSuchVersion => failure with
            {
                Elements = [new("Key", source.Key.ToString()), new("VersionId", source.VersionId ?? "")],
            },
            _ => failure,
        };
    }

    /// <summary>412 for source and destination alike. A condition that both have is taken for the source's: it is decided first.</summary>
    private static S3Failure FailedCondition(S3Exchange exchange, StorageError error)
    {
        string ofSource = "x-amz-copy-source-" + error.Condition;
        string condition = exchange.Fields.Find(ofSource.ToLowerInvariant()) is null ? error.Condition ?? "" : ofSource;
        return new S3Failure(S3Errors.PreconditionFailed, S3Errors.PreconditionFailed.Message) { Elements = [new("Condition", condition)] };
    }
}
