using FsCheck.Xunit;
using ObjectStore.Integrity;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class CrcCombinerTests
{
    private static readonly ChecksumAlgorithm[] Crcs = [ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme];

    [Property]
    public bool Append_AnyParts_GivesTheChecksumOfTheWhole(byte[][] parts)
        => Crcs.All(algorithm =>
        {
            var running = new byte[ContentChecksum.SizeOf(algorithm)];
            foreach (byte[] part in parts)
            {
                CrcCombiner.For(algorithm).Append(running, Checksum(algorithm, part), part.Length);
            }

            return running.AsSpan().SequenceEqual(Checksum(algorithm, [.. parts.SelectMany(part => part)]));
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 65536)]
    [InlineData(100_000, 1_048_575)]
    [InlineData(3, 5_242_881)]
    public void Append_LongParts_GivesTheChecksumOfTheWhole(int firstLength, int secondLength)
    {
        var whole = new byte[firstLength + secondLength];
        new Random(firstLength).NextBytes(whole);
        foreach (ChecksumAlgorithm algorithm in Crcs)
        {
            byte[] running = Checksum(algorithm, whole.AsSpan(0, firstLength));
            CrcCombiner.For(algorithm).Append(running, Checksum(algorithm, whole.AsSpan(firstLength)), secondLength);

            Assert.Equal(Checksum(algorithm, whole), running);
        }
    }

    [Property]
    public bool Combine_LengthsPastMemory_IsAssociative(uint a, uint b, uint c, long length1, long length2)
    {
        (length1, length2) = (length1 & long.MaxValue >> 2, length2 & long.MaxValue >> 2);
        return Crcs.All(algorithm =>
        {
            CrcCombiner combiner = CrcCombiner.For(algorithm);
            ulong left = combiner.Combine(combiner.Combine(a, b, length1), c, length2);
            ulong right = combiner.Combine(a, combiner.Combine(b, c, length2), length1 + length2);
            return left == right;
        });
    }

    [Fact]
    public void For_NotACrc_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CrcCombiner.For(ChecksumAlgorithm.Sha256));
        Assert.Equal(Crcs, Enum.GetValues<ChecksumAlgorithm>().Where(CrcCombiner.Supports));
    }

    [Fact]
    public void Append_WrongWidthOrLength_Throws()
    {
        CrcCombiner combiner = CrcCombiner.For(ChecksumAlgorithm.Crc32);

        Assert.Throws<ArgumentOutOfRangeException>(() => combiner.Append(new byte[8], new byte[4], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => combiner.Append(new byte[4], new byte[8], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => combiner.Append(new byte[4], new byte[4], -1));
    }

    private static byte[] Checksum(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> content)
    {
        using var checksum = ContentChecksum.Create(algorithm);
        checksum.Append(content);
        return checksum.Finish();
    }
}
