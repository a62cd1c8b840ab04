namespace ObjectStore.Integrity;

/// <summary>The checksum of type <see cref="ChecksumType.Composite"/>: that of the checksums of the parts, one after the other.</summary>
internal static class CompositeChecksum
{
    /// <summary>The bytes before the suffix <c>-N</c> that S3 shows.</summary>
    /// <param name="algorithm">That of the parts and of the result.</param>
    /// <param name="parts">The checksums of the parts in order.</param>
    /// <exception cref="ArgumentException">A part's checksum does not have the algorithm's length.</exception>
    public static byte[] Compute(ChecksumAlgorithm algorithm, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        using var checksum = ContentChecksum.Create(algorithm);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            if (part.Length != checksum.Size)
            {
                throw new ArgumentException($"A {algorithm} has {checksum.Size} bytes, not {part.Length}.", nameof(parts));
            }

            checksum.Append(part.Span);
        }

        return checksum.Finish();
    }
}
