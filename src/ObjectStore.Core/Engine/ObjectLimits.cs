using System.Text;
using System.Text.Unicode;

namespace ObjectStore.Engine;

/// <summary>What keys, metadata and sizes may be. Source: AWS, "Amazon S3 multipart upload limits", "Naming Amazon S3 objects", "Working with object metadata".</summary>
internal static class ObjectLimits
{
    /// <summary>Bytes of an object.</summary>
    public const long MaxObjectSize = 5L << 40;

    /// <summary>Bytes of a part.</summary>
    public const long MaxPartSize = 5L << 30;

    /// <summary>Bytes of every part of a completed upload but the last.</summary>
    public const long MinPartSize = 5L << 20;

    public const int MaxPartNumber = 10_000;

    /// <summary>Bytes of the names and values of user metadata.</summary>
    public const int MaxUserMetadataSize = 2048;

    /// <summary>Entries of a page of any listing.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Gives InvalidKey or KeyTooLong; null for a key that may be stored.</summary>
    public static StorageError? CheckKey(ObjectKey key)
    {
        ReadOnlySpan<byte> utf8 = key.Utf8.Span;
        if (utf8.Length > ObjectKey.MaxLength)
        {
            return new StorageError(StorageErrorCode.KeyTooLong, $"The key has {utf8.Length} bytes; {ObjectKey.MaxLength} are allowed.");
        }

        if (utf8.IsEmpty)
        {
            return new StorageError(StorageErrorCode.InvalidKey, "The key is empty.");
        }

        return utf8.Contains((byte)0) || !Utf8.IsValid(utf8)
            ? new StorageError(StorageErrorCode.InvalidKey, $"The key '{key}' holds a NUL or is not UTF-8.")
            : null;
    }

    /// <summary>Gives MetadataTooLarge, or InvalidArgument for a line break, which no HTTP header can carry; null if all may be stored.</summary>
    public static StorageError? CheckMetadata(ObjectHeaders headers, IReadOnlyDictionary<string, string>? userMetadata)
    {
        ReadOnlySpan<string?> values =
        [
            headers.ContentType, headers.ContentEncoding, headers.ContentDisposition, headers.ContentLanguage,
            headers.CacheControl, headers.Expires, headers.WebsiteRedirectLocation,
        ];
        foreach (string? value in values)
        {
            if (HasLineBreak(value))
            {
                return EngineErrors.InvalidArgument("A header of the object holds a line break or NUL.");
            }
        }

        return userMetadata is null ? null : CheckUserMetadata(userMetadata);
    }

    /// <summary>Gives InvalidArgument for a storage class that no object has; null if it may be stored.</summary>
    public static StorageError? CheckStorageClass(string? storageClass)
        => storageClass is null or StorageClasses.Standard or StorageClasses.ReducedRedundancy
            ? null
            : EngineErrors.InvalidArgument($"The storage class '{storageClass}' does not exist here.");

    private static StorageError? CheckUserMetadata(IReadOnlyDictionary<string, string> userMetadata)
    {
        int size = 0;
        foreach ((string name, string value) in userMetadata)
        {
            if (name.Length == 0 || HasLineBreak(name) || HasLineBreak(value))
            {
                return EngineErrors.InvalidArgument($"The user metadata '{name}' is empty, or holds a line break or NUL.");
            }

            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
        }

        return size > MaxUserMetadataSize
            ? new StorageError(StorageErrorCode.MetadataTooLarge, $"The user metadata has {size} bytes; {MaxUserMetadataSize} are allowed.")
            : null;
    }

    private static bool HasLineBreak(string? text) => text is not null && text.AsSpan().ContainsAny('\r', '\n', '\0');
}
