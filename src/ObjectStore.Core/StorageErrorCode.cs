namespace ObjectStore;

/// <summary>What went wrong, and so who has to act: the caller, the store's operator, or a retry.</summary>
public enum StorageErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The bucket does not exist.</summary>
    NoSuchBucket,

    /// <summary>The object does not exist, or its current version is a delete marker.</summary>
    NoSuchKey,

    /// <summary>The object has no version of that id.</summary>
    NoSuchVersion,

    /// <summary>The multipart upload does not exist: never begun, completed or aborted.</summary>
    NoSuchUpload,

    /// <summary>The version asked for by its id is a delete marker, which has no content.</summary>
    VersionIsDeleteMarker,

    /// <summary>A bucket of that name exists already.</summary>
    BucketAlreadyExists,

    /// <summary>The bucket still holds objects, versions or uploads.</summary>
    BucketNotEmpty,

    /// <summary>The bucket name breaks the naming rules.</summary>
    InvalidBucketName,

    /// <summary>The key is empty, not UTF-8, or holds a NUL.</summary>
    InvalidKey,

    /// <summary>The key is longer than 1,024 bytes.</summary>
    KeyTooLong,

    /// <summary>User metadata is larger than 2 KiB.</summary>
    MetadataTooLarge,

    /// <summary>An argument is out of range; the message names it.</summary>
    InvalidArgument,

    /// <summary>A condition of the request (If-Match, If-None-Match, If-Unmodified-Since) does not hold.</summary>
    PreconditionFailed,

    /// <summary>A read condition (If-None-Match, If-Modified-Since) says that the caller's copy is current.</summary>
    NotModified,

    /// <summary>A concurrent write made a condition undecidable; the caller may try again.</summary>
    ConditionalConflict,

    /// <summary>The range or part number lies outside the object.</summary>
    InvalidRange,

    /// <summary>A part named by Complete is missing or its ETag or checksum differs.</summary>
    InvalidPart,

    /// <summary>The parts named by Complete are not in ascending order.</summary>
    InvalidPartOrder,

    /// <summary>A part other than the last is smaller than 5 MiB.</summary>
    EntityTooSmall,

    /// <summary>The content is larger than an object or a part may be.</summary>
    EntityTooLarge,

    /// <summary>The content's digest or checksum differs from the declared one.</summary>
    BadDigest,

    /// <summary>The content ended before its declared length.</summary>
    IncompleteBody,

    /// <summary>Too few drives are available to do this now; nothing was changed, or the outcome is unknown. Try again.</summary>
    Unavailable,

    /// <summary>More shards are damaged or missing than parity can restore.</summary>
    DataDamaged,

    /// <summary>The drives are full.</summary>
    StorageFull,

    /// <summary>The store does not do this.</summary>
    NotSupported,
}
