using System.Buffers;

namespace ObjectStore.ErasureSets;

/// <summary>Content as it lies in a <see cref="StripeBuffer"/>, in its order: a block of each data shard, stripe by stripe. For one caller at a time.</summary>
internal sealed class StripeContent(int dataShards)
{
    private readonly List<Block> _blocks = [];

    /// <summary>The content of full stripes and of a last one. It is valid until the next call, or until the buffer changes.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="firstStripe">The first stripe.</param>
    /// <param name="fullStripes">The number of full stripes from there on.</param>
    /// <param name="lastBlock">The block length of the stripe after them.</param>
    /// <param name="lastLength">The content bytes of that stripe; zero for none.</param>
    public ReadOnlySequence<byte> Of(StripeBuffer buffer, int firstStripe, int fullStripes, int lastBlock, int lastLength)
    {
        int count = 0;
        int end = firstStripe + fullStripes;
        for (int stripe = firstStripe; stripe < end; stripe++)
        {
            AddStripe(buffer, stripe, buffer.BlockLength, buffer.StripeLength, ref count);
        }

        AddStripe(buffer, end, lastBlock, lastLength, ref count);
        return new ReadOnlySequence<byte>(_blocks[0], 0, _blocks[count - 1], _blocks[count - 1].Memory.Length);
    }

    private void AddStripe(StripeBuffer buffer, int stripe, int blockLength, int contentLength, ref int count)
    {
        for (int shard = 0; shard < dataShards && shard * blockLength < contentLength; shard++)
        {
            int length = Math.Min(blockLength, contentLength - (shard * blockLength));
            Add(buffer.Shard(shard, stripe * buffer.BlockLength, length), count++);
        }
    }

    private void Add(ReadOnlyMemory<byte> memory, int index)
    {
        if (index == _blocks.Count)
        {
            _blocks.Add(new Block());
        }

        _blocks[index].Set(memory, index == 0 ? null : _blocks[index - 1]);
    }

    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public void Set(ReadOnlyMemory<byte> memory, Block? previous)
        {
            Memory = memory;
            Next = null;
            RunningIndex = 0;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
