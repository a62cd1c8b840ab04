using System.Security.Cryptography;
using ObjectStore.Integrity;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class CompositeChecksumTests
{
    [Fact]
    public void Compute_Sha256Parts_IsTheDigestOfTheirDigests()
    {
        ReadOnlyMemory<byte>[] parts = [SHA256.HashData("one"u8), SHA256.HashData("two"u8)];

        byte[] composite = CompositeChecksum.Compute(ChecksumAlgorithm.Sha256, parts);

        Assert.Equal(SHA256.HashData([.. parts[0].Span, .. parts[1].Span]), composite);
    }

    [Fact]
    public void Compute_CrcParts_IsTheCrcOfTheirBigEndianValues()
    {
        // Two would-be checksums whose bytes, in order, are "12345678".
        ReadOnlyMemory<byte>[] parts = ["1234"u8.ToArray(), "5678"u8.ToArray()];

        byte[] composite = CompositeChecksum.Compute(ChecksumAlgorithm.Crc32, parts);

        Assert.Equal("9ae0daaf", Convert.ToHexStringLower(composite));
    }

    [Fact]
    public void Compute_PartOfAnotherAlgorithm_Throws()
        => Assert.Throws<ArgumentException>(() => CompositeChecksum.Compute(ChecksumAlgorithm.Crc32, [new byte[8]]));
}
