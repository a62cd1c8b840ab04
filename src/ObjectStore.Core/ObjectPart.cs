namespace ObjectStore;

/// <summary>A part of a completed multipart object, or of an upload under way. Immutable.</summary>
public sealed record ObjectPart
{
    /// <summary>The part number, 1 to 10,000. Numbers ascend, but may have gaps.</summary>
    public required int Number { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Its MD5 in hex, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>Its checksum, if the upload keeps one.</summary>
    public ObjectChecksum? Checksum { get; init; }
}
