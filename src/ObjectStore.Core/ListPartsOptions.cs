namespace ObjectStore;

/// <summary>Which part of a listing of parts to give. Immutable.</summary>
public sealed record ListPartsOptions
{
    /// <summary>Only parts with a higher number. Default: 0.</summary>
    public int PartNumberMarker { get; init; }

    /// <summary>The most parts of a page, 0 to 1,000. Default: 1,000.</summary>
    public int MaxParts { get; init; } = 1000;
}
