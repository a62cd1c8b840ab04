using System.Security.Cryptography;

namespace ObjectStore.Integrity;

/// <summary>
/// MD5 over content that arrives in pieces: what S3 uses as the ETag of a plain object and as Content-MD5. Not thread-safe.
/// </summary>
internal sealed class Md5 : IDisposable
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int Size = MD5.HashSizeInBytes;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);

    /// <summary>Adds the next piece of the content.</summary>
    public void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

    /// <summary>Writes the digest of all that was appended, and begins anew.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Finish(Span<byte> destination) => _hash.GetHashAndReset(destination);

    /// <inheritdoc cref="Finish(Span{byte})"/>
    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
