using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Integrity;
using Xunit;

namespace ObjectStore.Core.Tests.Integrity;

public sealed class BlockHashTests
{
    private static readonly BlobId Blob = new(0x0000_0001_0000_0000, 0x0002_1234_5678_9ABC);

    [Fact]
    public void Seed_KnownPlaces_IsThatOfTheDiskFormat()
    {
        Assert.Equal(0x0000_0000_0000_0000UL, BlockHash.Seed(default, 0, 0));
        Assert.Equal(0xF1E8_7452_E037_45FDUL, BlockHash.Seed(Blob, 0, 0));
        Assert.Equal(0xDFB9_B76D_EBA0_2CA5UL, BlockHash.Seed(Blob, 3, 5));
        Assert.Equal(0xFF42_93BF_6812_23A7UL, BlockHash.Seed(new BlobId(ulong.MaxValue, ulong.MaxValue), 15, int.MaxValue));
    }

    [Fact]
    public void Compute_KnownBlock_IsThatOfTheDiskFormat()
    {
        // The first is the published value of XXH3_64bits for no input and seed zero.
        Assert.Equal(0x2D06_8005_38D3_94C2UL, BlockHash.Compute([], 0));
        Assert.Equal(0x1465_019E_B1CD_F2B5UL, BlockHash.Compute(new byte[64 << 10], BlockHash.Seed(Blob, 3, 5)));
    }

    [Fact]
    public void Seed_AllPlacesOfABlob_Differ()
    {
        var seeds = new HashSet<ulong>();

        for (byte shard = 0; shard < 16; shard++)
        {
            for (int block = 0; block < 2000; block++)
            {
                Assert.True(seeds.Add(BlockHash.Seed(Blob, shard, block)));
            }
        }
    }

    [Property]
    public bool Compute_BlockFromAnotherPlace_Differs(byte[] block, ulong low, byte shard, int number)
    {
        var blob = new BlobId(7, low);
        ulong here = BlockHash.Compute(block, BlockHash.Seed(blob, shard, number));
        return here != BlockHash.Compute(block, BlockHash.Seed(blob, (byte)(shard + 1), number))
            && here != BlockHash.Compute(block, BlockHash.Seed(blob, shard, number + 1))
            && here != BlockHash.Compute(block, BlockHash.Seed(new BlobId(7, low + 1), shard, number))
            && here != BlockHash.Compute(block, BlockHash.Seed(new BlobId(8, low), shard, number));
    }

    [Fact]
    public void Compute_AnyFlippedBit_Differs()
    {
        var block = new byte[513];
        ulong whole = BlockHash.Compute(block, 1);

        for (int bit = 0; bit < block.Length * 8; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(whole, BlockHash.Compute(block, 1));
            block[bit / 8] = 0;
        }
    }
}
