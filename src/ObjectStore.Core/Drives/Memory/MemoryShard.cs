using ObjectStore.Blobs;
using ObjectStore.Integrity;

namespace ObjectStore.Drives.Memory;

/// <summary>A shard in memory, with the hashes of its blocks as they were written. Its bytes may be damaged by a test.</summary>
internal sealed class MemoryShard
{
    private readonly ulong[] _hashes;

    public MemoryShard(ShardDescriptor descriptor, byte[] data)
    {
        Descriptor = descriptor;
        Data = data;
        _hashes = new ulong[ShardLayout.BlockCount(data.Length)];
        ShardBlocks.Hash(descriptor.Key, 0, data, _hashes);
    }

    public ShardDescriptor Descriptor { get; }

    public byte[] Data { get; }

    /// <summary>Whether blocks are as they were written.</summary>
    public bool IsGood(int firstBlock, ReadOnlySpan<byte> blocks)
    {
        ShardKey key = Descriptor.Key;
        for (int block = firstBlock; !blocks.IsEmpty; block++)
        {
            int length = Math.Min(blocks.Length, ShardLayout.BlockSize);
            if (BlockHash.Compute(blocks[..length], BlockHash.Seed(key.Blob, key.Shard, block)) != _hashes[block])
            {
                return false;
            }

            blocks = blocks[length..];
        }

        return true;
    }
}
