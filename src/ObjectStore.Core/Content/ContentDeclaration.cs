using ObjectStore.Integrity;

namespace ObjectStore.Content;

/// <summary>What the caller said of the content, and whether the content keeps it. Immutable.</summary>
internal sealed class ContentDeclaration(WriteContentOptions? options, long maxLength)
{
    /// <summary>The checksum to compute; null for none.</summary>
    public ChecksumAlgorithm? Algorithm => options?.ChecksumAlgorithm ?? options?.ExpectedChecksum?.Algorithm;

    /// <summary>Checks what can be checked before the content is read.</summary>
    public StorageError? CheckDeclared()
    {
        if (options is null)
        {
            return null;
        }

        if (options.ContentLength < 0)
        {
            return new StorageError(StorageErrorCode.InvalidArgument, $"The content length {options.ContentLength} is negative.");
        }

        if (options.ContentLength > maxLength)
        {
            return TooLarge(options.ContentLength.Value);
        }

        if (options.ContentMd5 is { Length: not Md5.Size })
        {
            return new StorageError(StorageErrorCode.InvalidArgument, $"An MD5 has {Md5.Size} bytes, not {options.ContentMd5.Value.Length}.");
        }

        return CheckDeclaredChecksum(options);
    }

    /// <summary>Checks the length of what has been read so far.</summary>
    public StorageError? CheckLength(long length)
    {
        if (length > maxLength)
        {
            return TooLarge(length);
        }

        return length > options?.ContentLength
            ? new StorageError(StorageErrorCode.InvalidArgument, $"The content is longer than the {options.ContentLength} bytes that were declared.")
            : null;
    }

    /// <summary>Checks the whole content but for its MD5. Asks for the trailing checksum, if there is to be one.</summary>
    public StorageError? CheckContent(long length, ObjectChecksum? checksum)
    {
        if (options is null)
        {
            return null;
        }

        if (length < options.ContentLength)
        {
            return new StorageError(StorageErrorCode.IncompleteBody, $"The content ended after {length} of {options.ContentLength} bytes.");
        }

        return CheckChecksum(options, checksum);
    }

    /// <summary>Checks the content's MD5.</summary>
    public StorageError? CheckMd5(ReadOnlySpan<byte> md5)
        => options?.ContentMd5 is { } declared && !declared.Span.SequenceEqual(md5)
            ? new StorageError(StorageErrorCode.BadDigest, "The content's MD5 is not the one that was declared.")
            : null;

    private static StorageError? CheckDeclaredChecksum(WriteContentOptions options)
    {
        if (options.ChecksumAlgorithm is { } algorithm && !Enum.IsDefined(algorithm))
        {
            return new StorageError(StorageErrorCode.InvalidArgument, $"The checksum algorithm {algorithm} is not known.");
        }

        if (options.TrailingChecksum is not null && options.ChecksumAlgorithm is null)
        {
            return new StorageError(StorageErrorCode.InvalidArgument, "A trailing checksum needs its algorithm.");
        }

        if (options.ExpectedChecksum is not { } expected)
        {
            return null;
        }

        bool fits = Enum.IsDefined(expected.Algorithm)
            && expected.Type == ChecksumType.FullObject
            && expected.Value.Length == ContentChecksum.SizeOf(expected.Algorithm)
            && (options.ChecksumAlgorithm ?? expected.Algorithm) == expected.Algorithm;
        return fits ? null : new StorageError(StorageErrorCode.InvalidArgument, $"The expected {expected.Algorithm} does not fit its algorithm, its type, or the algorithm asked for.");
    }

    private static StorageError? CheckChecksum(WriteContentOptions options, ObjectChecksum? checksum)
    {
        if (options.ExpectedChecksum is { } expected && !expected.Equals(checksum))
        {
            return Mismatch(expected.Algorithm);
        }

        if (options.TrailingChecksum is not { } readTrailer)
        {
            return null;
        }

        return readTrailer() is { } trailing && trailing.Equals(checksum) ? null : Mismatch(options.ChecksumAlgorithm.GetValueOrDefault());
    }

    private static StorageError Mismatch(ChecksumAlgorithm algorithm)
        => new(StorageErrorCode.BadDigest, $"The content's {algorithm} is not the one that was declared.");

    private StorageError TooLarge(long length)
        => new(StorageErrorCode.EntityTooLarge, $"The content has {length} bytes or more; {maxLength} are allowed.");
}
