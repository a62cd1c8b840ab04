using System.Security.Cryptography;
using System.Text;
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

    [Fact]
    public void MultipartETag_Parts_IsTheMd5OfTheirMd5sAndTheirNumber()
    {
        ReadOnlyMemory<byte>[] parts = [MD5.HashData("one"u8), MD5.HashData("two"u8), MD5.HashData("three"u8)];
        string expected = Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(part => part.ToArray())]));

        Assert.Equal(expected + "-3", MultipartETag.Compute(parts));
        Assert.Throws<ArgumentException>(() => MultipartETag.Compute([Encoding.ASCII.GetBytes("not an MD5")]));
    }
}
