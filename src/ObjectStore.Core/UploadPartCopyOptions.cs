namespace ObjectStore;

/// <summary>Which bytes of the source become the part. Immutable.</summary>
public sealed record UploadPartCopyOptions
{
    /// <summary>The bytes, which must all exist (InvalidRange). Default: null, the whole object.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>Conditions on the source version. Default: none.</summary>
    public ReadConditions? SourceConditions { get; init; }
}
