namespace ObjectStore.Engine.Reading;

/// <summary>Finds the bytes that a caller wants of a version.</summary>
internal static class ContentRange
{
    /// <summary>Gives InvalidRange or InvalidArgument; null with the place of the bytes.</summary>
    public static StorageError? Resolve(ObjectInfo info, GetObjectOptions? options, out long offset, out long length)
    {
        offset = 0;
        length = info.Size;
        if (options?.PartNumber is { } number)
        {
            return options.Range is null
                ? ResolvePart(info, number, out offset, out length)
                : EngineErrors.InvalidArgument("A range and a part number exclude each other.");
        }

        return options?.Range is not { } range || range.TryResolve(info.Size, out offset, out length)
            ? null
            : new StorageError(StorageErrorCode.InvalidRange, $"The range {range.From}-{range.To} lies outside the {info.Size} bytes of the object.", info);
    }

    private static StorageError? ResolvePart(ObjectInfo info, int number, out long offset, out long length)
    {
        offset = 0;
        length = info.Size;
        if (number is < 1 or > ObjectLimits.MaxPartNumber)
        {
            return EngineErrors.InvalidArgument($"The part number {number} is not between 1 and {ObjectLimits.MaxPartNumber}.");
        }

        if (info.Parts.Count == 0 && number == 1)
        {
            return null;
        }

        foreach (ObjectPart part in info.Parts)
        {
            if (part.Number == number)
            {
                length = part.Size;
                return null;
            }

            offset += part.Size;
        }

        return new StorageError(StorageErrorCode.InvalidRange, $"The object has no part {number}.", info);
    }
}
