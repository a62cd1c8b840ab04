using ObjectStore.S3Protocol.Responses;

namespace ObjectStore.S3Protocol.Operations.Multipart;

/// <summary>The failures of operations on an upload.</summary>
internal static class UploadFailure
{
    /// <summary>Gives the failure of a store's error; that of an upload that does not exist names it.</summary>
    public static S3Failure Of(S3Exchange exchange, StorageError error)
    {
        S3Failure failure = exchange.Services.Failures.Translate(error, exchange.Subject);
        return error.Code == StorageErrorCode.NoSuchUpload
            ? failure with { Elements = [new("UploadId", exchange.Target.GetQuery("uploadId") ?? "")] }
            : failure;
    }
}
