namespace ObjectStore;

/// <summary>Which version of an object to read, which bytes of it, and when not to. Immutable.</summary>
public sealed record GetObjectOptions
{
    /// <summary>The version; <c>"null"</c> for the null version. Default: null, the current one.</summary>
    public string? VersionId { get; init; }

    /// <summary>The bytes to read. Default: null, all of them.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>The part to read, instead of a range: 1 to 10,000; an object without parts is part 1. Default: null.</summary>
    public int? PartNumber { get; init; }

    /// <summary>Conditions on the version that is read. Default: none.</summary>
    public ReadConditions? Conditions { get; init; }
}
