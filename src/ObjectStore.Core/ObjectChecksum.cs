namespace ObjectStore;

/// <summary>A checksum with its algorithm. Immutable.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Value">Its bytes, most significant first, as S3 encodes them in base64.</param>
/// <param name="Type">What it covers. Default: the full object.</param>
public sealed record ObjectChecksum(ChecksumAlgorithm Algorithm, ReadOnlyMemory<byte> Value, ChecksumType Type = ChecksumType.FullObject)
{
    /// <summary>Whether both have the same algorithm, type and bytes.</summary>
    public bool Equals(ObjectChecksum? other)
        => other is not null && Algorithm == other.Algorithm && Type == other.Type && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Algorithm, Type, Value.Length == 0 ? 0 : Value.Span[^1]);
}
