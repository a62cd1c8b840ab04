namespace ObjectStore;

/// <summary>What is known of content that is being written, and what has to be verified before it becomes visible. Immutable.</summary>
public abstract record WriteContentOptions
{
    /// <summary>The content's length in bytes, if known: less gives IncompleteBody, more InvalidArgument. Default: null, to the end of the source.</summary>
    public long? ContentLength { get; init; }

    /// <summary>The content's MD5 (16 bytes); another gives BadDigest. Default: null.</summary>
    public ReadOnlyMemory<byte>? ContentMd5 { get; init; }

    /// <summary>The algorithm of the checksum to keep. Default: that of <see cref="ExpectedChecksum"/>, or none.</summary>
    public ChecksumAlgorithm? ChecksumAlgorithm { get; init; }

    /// <summary>The content's checksum, which is verified (BadDigest) and kept. Default: null.</summary>
    public ObjectChecksum? ExpectedChecksum { get; init; }

    /// <summary>
    /// Gives the expected checksum once the source has been read to its end, for sources that carry it in a trailer; called at most once.
    /// Needs <see cref="ChecksumAlgorithm"/>. Default: null.
    /// </summary>
    public Func<ObjectChecksum?>? TrailingChecksum { get; init; }
}
