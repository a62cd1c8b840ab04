using System.Text;
using FsCheck.Xunit;
using ObjectStore.Integrity;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class ContentChecksumTests
{
    [Theory]
    // Check values of the catalogue of parametrised CRC algorithms (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME), and FIPS 180 digests.
    [InlineData(ChecksumAlgorithm.Crc32, "123456789", "cbf43926")]
    [InlineData(ChecksumAlgorithm.Crc32C, "123456789", "e3069283")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "123456789", "ae8b14860a799888")]
    [InlineData(ChecksumAlgorithm.Sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(ChecksumAlgorithm.Sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(ChecksumAlgorithm.Crc32, "", "00000000")]
    [InlineData(ChecksumAlgorithm.Crc32C, "", "00000000")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "", "0000000000000000")]
    public void Finish_KnownContent_GivesThePublishedValue(ChecksumAlgorithm algorithm, string content, string expected)
    {
        using var checksum = ContentChecksum.Create(algorithm);

        checksum.Append(Encoding.ASCII.GetBytes(content));

        Assert.Equal(expected, Convert.ToHexStringLower(checksum.Finish()));
    }

    [Property]
    public bool Append_InPieces_EqualsAtOnce(byte[][] pieces)
        => Enum.GetValues<ChecksumAlgorithm>().All(algorithm =>
        {
            using var checksum = ContentChecksum.Create(algorithm);
            checksum.Append([.. pieces.SelectMany(piece => piece)]);
            byte[] atOnce = checksum.Finish();
            foreach (byte[] piece in pieces)
            {
                checksum.Append(piece);
            }

            return atOnce.AsSpan().SequenceEqual(checksum.Finish()) && atOnce.Length == checksum.Size;
        });

    [Fact]
    public void TryFinish_TooLittleRoom_ChangesNothing()
    {
        foreach (ChecksumAlgorithm algorithm in Enum.GetValues<ChecksumAlgorithm>())
        {
            using var checksum = ContentChecksum.Create(algorithm);
            checksum.Append("content"u8);
            var value = new byte[checksum.Size];

            Assert.False(checksum.TryFinish(value.AsSpan(1)));
            Assert.All(value, octet => Assert.Equal(0, octet));
            Assert.True(checksum.TryFinish(value));
            checksum.Append("content"u8);
            Assert.Equal(checksum.Finish(), value);
        }
    }

    [Fact]
    public void Create_UnknownAlgorithm_Throws()
        => Assert.Throws<ArgumentOutOfRangeException>(() => ContentChecksum.Create((ChecksumAlgorithm)99));
}
