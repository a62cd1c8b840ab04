namespace ObjectStore;

/// <summary>How a copy differs from its source. Immutable.</summary>
public sealed record CopyObjectOptions
{
    /// <summary>Headers that replace those of the source, together with <see cref="UserMetadata"/>. Default: null, all metadata is copied.</summary>
    public ObjectHeaders? ReplaceHeaders { get; init; }

    /// <summary>User metadata of the copy when <see cref="ReplaceHeaders"/> is set. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? UserMetadata { get; init; }

    /// <summary>One of <see cref="StorageClasses"/>. It is not copied. Default: null, <see cref="StorageClasses.Standard"/>.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The checksum to compute for the copy. Default: null, the algorithm of the source.</summary>
    public ChecksumAlgorithm? ChecksumAlgorithm { get; init; }

    /// <summary>Conditions on the source version. NotModified never occurs here: it is PreconditionFailed. Default: none.</summary>
    public ReadConditions? SourceConditions { get; init; }

    /// <summary>Conditions on the current version at the destination. Default: none.</summary>
    public WriteConditions? Conditions { get; init; }
}
