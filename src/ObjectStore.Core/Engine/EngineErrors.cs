namespace ObjectStore.Engine;

/// <summary>The errors of the engine, each worded once.</summary>
internal static class EngineErrors
{
    public static StorageError NoSuchBucket(string bucket) => new(StorageErrorCode.NoSuchBucket, $"The bucket '{bucket}' does not exist.");

    public static StorageError NoSuchKey(ObjectKey key, ObjectInfo? deleteMarker = null)
        => new(StorageErrorCode.NoSuchKey, $"The key '{key}' does not exist.", deleteMarker);

    public static StorageError NoSuchVersion(ObjectKey key, string? versionId)
        => new(StorageErrorCode.NoSuchVersion, $"The key '{key}' has no version '{versionId}'.");

    public static StorageError InvalidVersionId(string? versionId)
        => new(StorageErrorCode.InvalidArgument, $"'{versionId}' is not a version id.");

    public static StorageError VersionIsDeleteMarker(ObjectInfo marker)
        => new(StorageErrorCode.VersionIsDeleteMarker, $"The version '{marker.VersionId}' of '{marker.Key}' is a delete marker.", marker);

    public static StorageError NoSuchUpload(string uploadId)
        => new(StorageErrorCode.NoSuchUpload, $"The upload '{uploadId}' does not exist: it may have been completed or aborted.");

    public static StorageError InvalidArgument(string message) => new(StorageErrorCode.InvalidArgument, message);

    public static StorageError PreconditionFailed(string condition, ObjectInfo? current)
        => new(StorageErrorCode.PreconditionFailed, $"The condition {condition} does not hold.", current) { Condition = condition };

    public static StorageError NotModified(string condition, ObjectInfo current)
        => new(StorageErrorCode.NotModified, $"The condition {condition} says that the caller's copy is current.", current) { Condition = condition };

    public static StorageException NoWriteQuorum()
        => new(StorageErrorCode.Unavailable, "Too few drives take writes; nothing was changed.");

    public static StorageException StorageFull()
        => new(StorageErrorCode.StorageFull, "The drives are full but for their reserve; nothing was changed.");

    public static StorageException OutcomeUnknown()
        => new(StorageErrorCode.Unavailable, "Too many drives were lost during the write; it may turn out applied or not.");
}
