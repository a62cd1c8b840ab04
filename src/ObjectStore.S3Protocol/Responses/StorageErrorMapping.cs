using System.Globalization;
using ObjectStore.S3Protocol.Errors;
using ObjectStore.S3Protocol.Values;

namespace ObjectStore.S3Protocol.Responses;

/// <summary>The one place where the store's errors become those of S3.</summary>
internal static class StorageErrorMapping
{
    /// <summary>Gives the S3 error of a code.</summary>
    public static S3Error Map(StorageErrorCode code) => code switch
    {
        StorageErrorCode.NoSuchBucket => S3Errors.NoSuchBucket,
        StorageErrorCode.NoSuchKey => S3Errors.NoSuchKey,
        StorageErrorCode.NoSuchVersion => S3Errors.NoSuchVersion,
        StorageErrorCode.NoSuchUpload => S3Errors.NoSuchUpload,
        StorageErrorCode.VersionIsDeleteMarker => S3Errors.MethodNotAllowed,
        StorageErrorCode.BucketAlreadyExists => S3Errors.BucketAlreadyOwnedByYou,
        StorageErrorCode.BucketNotEmpty => S3Errors.BucketNotEmpty,
        StorageErrorCode.InvalidBucketName => S3Errors.InvalidBucketName,
        StorageErrorCode.InvalidKey => S3Errors.InvalidArgument,
        StorageErrorCode.KeyTooLong => S3Errors.KeyTooLongError,
        StorageErrorCode.MetadataTooLarge => S3Errors.MetadataTooLarge,
        StorageErrorCode.InvalidArgument => S3Errors.InvalidArgument,
        StorageErrorCode.PreconditionFailed => S3Errors.PreconditionFailed,
        StorageErrorCode.NotModified => S3Errors.NotModified,
        StorageErrorCode.ConditionalConflict => S3Errors.ConditionalRequestConflict,
        StorageErrorCode.InvalidRange => S3Errors.InvalidRange,
        StorageErrorCode.InvalidPart => S3Errors.InvalidPart,
        StorageErrorCode.InvalidPartOrder => S3Errors.InvalidPartOrder,
        StorageErrorCode.EntityTooSmall => S3Errors.EntityTooSmall,
        StorageErrorCode.EntityTooLarge => S3Errors.EntityTooLarge,
        StorageErrorCode.BadDigest => S3Errors.BadDigest,
        StorageErrorCode.IncompleteBody => S3Errors.IncompleteBody,
        StorageErrorCode.Unavailable => S3Errors.SlowDown,
        StorageErrorCode.DataDamaged => S3Errors.InternalError,
        StorageErrorCode.StorageFull => S3Errors.XMinioStorageFull,
        StorageErrorCode.NotSupported => S3Errors.NotImplemented,
        _ => S3Errors.InternalError,
    };

    /// <summary>Gives the failure of an error, with the headers that its version calls for.</summary>
    public static S3Failure Map(StorageError error)
    {
        S3Error mapped = Map(error.Code);
        List<KeyValuePair<string, string>> headers = [];
        if (error.Current is ObjectInfo current)
        {
            AddHeaders(error.Code, current, headers);
        }

        return new S3Failure(mapped, MessageOf(error, mapped))
        {
            Headers = headers,
            Elements = error.Condition is string condition ? [new("Condition", condition)] : [],
        };
    }

    private static void AddHeaders(StorageErrorCode code, ObjectInfo current, List<KeyValuePair<string, string>> headers)
    {
        if (current.IsDeleteMarker)
        {
            headers.Add(new("x-amz-delete-marker", "true"));
            headers.Add(new("x-amz-version-id", current.VersionId ?? "null"));
            if (code == StorageErrorCode.VersionIsDeleteMarker)
            {
                headers.Add(new("Last-Modified", HttpDate.Format(current.LastModified)));
                headers.Add(new("Allow", "DELETE"));
            }
        }
        else if (code == StorageErrorCode.NotModified)
        {
            headers.Add(new("ETag", EntityTag.Quote(current.ETag)));
            headers.Add(new("Last-Modified", HttpDate.Format(current.LastModified)));
            AddIfPresent(headers, "x-amz-version-id", current.VersionId);
            AddIfPresent(headers, "Cache-Control", current.Headers.CacheControl);
            AddIfPresent(headers, "Expires", current.Headers.Expires);
        }
        else if (code == StorageErrorCode.InvalidRange)
        {
            headers.Add(new("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{current.Size}")));
        }
    }

    private static void AddIfPresent(List<KeyValuePair<string, string>> headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(new(name, HeaderText.ForHeader(value)));
        }
    }

    /// <summary>AWS's sentence, but where the store's says which argument is wrong. What the store says of its own failures stays inside.</summary>
    private static string MessageOf(StorageError error, S3Error mapped)
        => error.Code is StorageErrorCode.InvalidArgument or StorageErrorCode.InvalidKey ? error.Message : mapped.Message;
}
