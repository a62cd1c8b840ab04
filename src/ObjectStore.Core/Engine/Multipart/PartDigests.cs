using ObjectStore.Integrity;
using ObjectStore.Metadata.Records;

namespace ObjectStore.Engine.Multipart;

/// <summary>The ETag and checksum of an object from those of its parts, without their bytes.</summary>
internal static class PartDigests
{
    /// <summary>The MD5 of the parts' MD5s, with their number.</summary>
    public static EntityTag ComputeETag(IReadOnlyList<PartRecord> parts)
    {
        var md5 = new Md5();
        Span<byte> hash = stackalloc byte[EntityTag.HashSize];
        for (int i = 0; i < parts.Count; i++)
        {
            parts[i].ETag.WriteHash(hash);
            md5.Append(hash);
        }

        md5.Finish(hash);
        return EntityTag.FromHash(hash, parts.Count);
    }

    /// <summary>The object's checksum; null if a part has none of the algorithm, or the algorithm cannot be of the type.</summary>
    public static ObjectChecksum? ComputeChecksum(ChecksumAlgorithm algorithm, ChecksumType type, IReadOnlyList<PartRecord> parts)
    {
        if (!parts.All(part => part.Checksum?.Algorithm == algorithm))
        {
            return null;
        }

        return type == ChecksumType.Composite
            ? new ObjectChecksum(algorithm, CompositeChecksum.Compute(algorithm, parts.Select(part => part.Checksum!.Value)), type)
            : Combine(algorithm, parts);
    }

    private static ObjectChecksum? Combine(ChecksumAlgorithm algorithm, IReadOnlyList<PartRecord> parts)
    {
        if (!CrcCombiner.Supports(algorithm))
        {
            return null;
        }

        byte[] running = new byte[ContentChecksum.SizeOf(algorithm)];
        foreach (PartRecord part in parts)
        {
            CrcCombiner.For(algorithm).Append(running, part.Checksum!.Value.Span, part.Size);
        }

        return new ObjectChecksum(algorithm, running);
    }
}
