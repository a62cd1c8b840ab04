using System.Buffers;
using FsCheck;
using FsCheck.Xunit;
using ObjectStore.Memory;
using Xunit;

namespace ObjectStore.Core.Tests.Memory;

public class BufferChainTests
{
    private readonly BufferPool _pool = new(1 << 20);

    [Property]
    public void Content_AnyPieces_IsTheirBytesInOrder(byte[][] pieces, byte offset)
    {
        byte[][] whole = [.. pieces.Where(static piece => piece is not null)];
        for (int round = 0; round < 2; round++)
        {
            BufferChain chain = Chain(whole, offset);

            Assert.Equal(whole.SelectMany(static piece => piece), chain.Content.ToArray());
            Assert.Equal(whole.Sum(static piece => piece.Length), chain.Content.Length);
            chain.Return();
            Assert.Equal(0, _pool.RentedBytes);
        }
    }

    [Fact]
    public void Content_AfterACopyWasReturned_IsRefused()
    {
        BufferChain chain = Chain([[1], [2]], 0);
        BufferChain copy = chain;

        copy.Return();

        Assert.Throws<ObjectDisposedException>(() => chain.Content);
    }

    [Fact]
    public void Return_WhenTheBuffersAreRentedAgain_LeavesThemToTheirNewOwner()
    {
        BufferChain old = Chain([[1], [2]], 0);
        old.Return();
        BufferChain present = Chain([[3], [4]], 0);

        old.Return();

        Assert.Equal([3, 4], present.Content.ToArray());
        Assert.Throws<ObjectDisposedException>(() => old.Content);
        present.Return();
        Assert.Equal(0, _pool.RentedBytes);
    }

    [Fact]
    public void Return_ByManyThreads_ReturnsEachBufferOnce()
    {
        for (int round = 0; round < 200; round++)
        {
            BufferChain chain = Chain([[1], [2], [3]], 0);

            Parallel.For(0, 4, _ => chain.Return());

            Assert.Equal(0, _pool.RentedBytes);
        }

        PooledBuffer[] buffers = [.. Enumerable.Range(0, 6).Select(_ => _pool.Rent(1))];
        Assert.Equal(buffers.Length, buffers.Distinct().Count());
    }

    [Fact]
    public void Default_IsEmptyAndNeedsNoReturn()
    {
        var chain = default(BufferChain);
        chain.Return();

        Assert.True(chain.Content.IsEmpty);
    }

    private BufferChain Chain(byte[][] pieces, byte offset)
    {
        var chain = default(BufferChain);
        foreach (byte[] piece in pieces)
        {
            PooledBuffer buffer = _pool.Rent(offset + piece.Length + 1);
            piece.CopyTo(buffer.Memory.Span[offset..]);
            chain.Append(new PooledSlice(buffer, offset, piece.Length));
        }

        return chain;
    }
}
