using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>The failures of operations on an upload.</summary>
internal static class UploadFailure
{
    /// <summary>
    /// Gives the failure of a store's error; that of an upload that does not exist names it. What does not fit the upload (the checksum of a part, the
    /// size of the object) is AWS's InvalidRequest: parameters that are wrong by themselves never reach the store.
    /// </summary>
    public static S3Failure Of(S3Exchange exchange, StorageError error)
    {
        S3Failure failure = exchange.Services.Failures.Translate(error, exchange.Subject);
        return error.Code switch
        {
            StorageErrorCode.NoSuchUpload => failure with { Elements = [new("UploadId", exchange.Target.GetQuery("uploadId") ?? "")] },
            StorageErrorCode.InvalidArgument => failure with { Error = S3Errors.InvalidRequest },
            _ => failure,
        };
    }
}
