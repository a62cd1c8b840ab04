using System.Security.Cryptography;

namespace ObjectStore.Integrity;

/// <summary>Computes one of the checksums of S3 over content that arrives in pieces. Not thread-safe.</summary>
internal abstract class ContentChecksum : IDisposable
{
    private protected ContentChecksum(ChecksumAlgorithm algorithm) => Algorithm = algorithm;

    public ChecksumAlgorithm Algorithm { get; }

    /// <summary>The length of the value in bytes.</summary>
    public int Size => SizeOf(Algorithm);

    /// <summary>A checksum of no content yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is unknown.</exception>
    public static ContentChecksum Create(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C or ChecksumAlgorithm.Crc64Nvme => new CrcChecksum(algorithm),
        ChecksumAlgorithm.Sha1 => new DigestChecksum(algorithm, HashAlgorithmName.SHA1),
        ChecksumAlgorithm.Sha256 => new DigestChecksum(algorithm, HashAlgorithmName.SHA256),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>The length in bytes of a value of the algorithm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is unknown.</exception>
    public static int SizeOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => sizeof(uint),
        ChecksumAlgorithm.Crc64Nvme => sizeof(ulong),
        ChecksumAlgorithm.Sha1 => SHA1.HashSizeInBytes,
        ChecksumAlgorithm.Sha256 => SHA256.HashSizeInBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, null),
    };

    /// <summary>Adds the next piece of the content.</summary>
    public abstract void Append(ReadOnlySpan<byte> content);

    /// <summary>The value of all that was appended, most significant byte first; begins anew.</summary>
    /// <returns>Whether <paramref name="destination"/> had room for <see cref="Size"/> bytes. If not, nothing changes.</returns>
    public bool TryFinish(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            return false;
        }

        FinishCore(destination[..Size]);
        return true;
    }

    /// <inheritdoc cref="TryFinish"/>
    /// <returns>The value.</returns>
    public byte[] Finish()
    {
        var value = new byte[Size];
        FinishCore(value);
        return value;
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Writes the value and begins anew.</summary>
    private protected abstract void FinishCore(Span<byte> destination);
}
