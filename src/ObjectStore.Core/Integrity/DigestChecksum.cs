using System.Security.Cryptography;

namespace ObjectStore.Integrity;

/// <summary>A cryptographic digest as a checksum.</summary>
internal sealed class DigestChecksum(ChecksumAlgorithm algorithm, HashAlgorithmName name) : ContentChecksum(algorithm)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

    public override void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

    public override void Dispose() => _hash.Dispose();

    private protected override void FinishCore(Span<byte> destination) => _hash.GetHashAndReset(destination);
}
