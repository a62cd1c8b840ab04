using ObjectStore.Blobs;
using ObjectStore.Integrity;

namespace ObjectStore.Drives;

/// <summary>Hashing and verifying the blocks of a shard.</summary>
internal static class ShardBlocks
{
    /// <summary>Hashes consecutive blocks, of which only the last may be short.</summary>
    public static void Hash(ShardKey key, int firstBlock, ReadOnlySpan<byte> blocks, Span<ulong> hashes)
    {
        for (int i = 0; !blocks.IsEmpty; i++)
        {
            int length = Math.Min(blocks.Length, ShardLayout.BlockSize);
            hashes[i] = BlockHash.Compute(blocks[..length], BlockHash.Seed(key.Blob, key.Shard, firstBlock + i));
            blocks = blocks[length..];
        }
    }

    /// <summary>Whether consecutive blocks are what the verified footer says.</summary>
    public static bool Verify(ShardKey key, int firstBlock, ReadOnlySpan<byte> blocks, ReadOnlySpan<byte> footer)
    {
        for (int block = firstBlock; !blocks.IsEmpty; block++)
        {
            int length = Math.Min(blocks.Length, ShardLayout.BlockSize);
            if (BlockHash.Compute(blocks[..length], BlockHash.Seed(key.Blob, key.Shard, block)) != ShardFooter.ReadHash(footer, block))
            {
                return false;
            }

            blocks = blocks[length..];
        }

        return true;
    }

    /// <summary>Checks the arguments of a read of whole blocks and gives its offset in the shard.</summary>
    public static long CheckRange(long shardLength, int firstBlock, int blockCount, int destinationLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBlock);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockCount, 1);
        long offset = (long)firstBlock * ShardLayout.BlockSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)firstBlock + blockCount, ShardLayout.BlockCount(shardLength), nameof(blockCount));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destinationLength, Math.Min((long)blockCount * ShardLayout.BlockSize, shardLength - offset));
        return offset;
    }
}
