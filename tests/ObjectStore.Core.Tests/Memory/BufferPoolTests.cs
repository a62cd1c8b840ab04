using ObjectStore.Memory;
using Xunit;

namespace ObjectStore.Core.Tests.Memory;

public class BufferPoolTests
{
    [Theory]
    [InlineData(1, 12 << 10)]
    [InlineData(12 << 10, 12 << 10)]
    [InlineData((12 << 10) + 1, 16 << 10)]
    [InlineData(64 << 10, 72 << 10)]
    [InlineData((2 << 20) + BufferPool.Slack, (2 << 20) + BufferPool.Slack)]
    [InlineData(3 << 20, 3 << 20)]
    public void Rent_AnyLength_GivesTheNextSize(int minimum, int expected)
    {
        using PooledBuffer buffer = new BufferPool(1 << 20).Rent(minimum);

        Assert.Equal(expected, buffer.Length);
        Assert.Equal(expected, buffer.Memory.Length);
    }

    [Fact]
    public void Rent_AfterReturn_ReusesTheBuffer()
    {
        var pool = new BufferPool(1 << 20);
        PooledBuffer first = pool.Rent(10_000);
        first.Dispose();

        Assert.Same(first, pool.Rent(11_000));
        Assert.NotSame(first, pool.Rent(11_000));
        Assert.Equal(0, pool.FreeBytes);
    }

    [Fact]
    public void Dispose_Twice_ReturnsOnce()
    {
        var pool = new BufferPool(1 << 20);
        PooledBuffer buffer = pool.Rent(10_000);

        buffer.Dispose();
        buffer.Dispose();

        Assert.Equal(0, pool.RentedBytes);
        Assert.Equal(buffer.Length, pool.FreeBytes);
        Assert.NotSame(pool.Rent(10_000), pool.Rent(10_000));
    }

    [Fact]
    public void Dispose_BeyondTheLimit_KeepsNothing()
    {
        var pool = new BufferPool(100_000);
        PooledBuffer[] buffers = [.. Enumerable.Range(0, 3).Select(_ => pool.Rent(64 << 10))];

        foreach (PooledBuffer buffer in buffers)
        {
            buffer.Dispose();
        }

        Assert.Equal(buffers[0].Length, pool.FreeBytes);
    }

    [Fact]
    public void Memory_AfterReturn_IsRefused()
    {
        PooledBuffer buffer = new BufferPool(1 << 20).Rent(1);
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.Memory);
    }
}
