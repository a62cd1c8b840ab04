using FsCheck;
using FsCheck.Xunit;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Memory;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

/// <summary>Reads at any place of a blob: <see cref="IBlobReader.ReadAtAsync"/> and <see cref="IBlobReader.LeaseAsync"/>.</summary>
public class RandomReadTests
{
    private const int Block = ShardLayout.BlockSize;
    private const int MaxLength = 3_000_000;

    private static readonly ErasureGeometry[] Geometries = [new(1, 0), new(1, 1), new(2, 2), new(3, 2), new(8, 4)];

    [Property(MaxTest = 60)]
    public void Read_AnyPlaces_GivesThoseBytes(byte geometry, uint length, byte unaligned, (uint From, uint Count)[] ranges)
        => CheckAsync(Geometries[geometry % Geometries.Length], LengthOf(length, unaligned), ranges, static (_, _) => { }).GetAwaiter().GetResult();

    [Property(MaxTest = 60)]
    public void Read_DrivesMissing_GivesThoseBytes(byte geometry, uint length, byte unaligned, uint missing, (uint From, uint Count)[] ranges)
    {
        ErasureGeometry chosen = Geometries[geometry % Geometries.Length];
        CheckAsync(chosen, LengthOf(length, unaligned), ranges, (fixture, blob) =>
        {
            foreach (byte shard in Choose(chosen, missing))
            {
                fixture.DriveOf(blob, shard).Fail();
            }
        }).GetAwaiter().GetResult();
    }

    [Property(MaxTest = 60)]
    public void Read_ShardsDamaged_GivesThoseBytes(byte geometry, uint length, byte unaligned, uint damaged, uint bit, (uint From, uint Count)[] ranges)
    {
        ErasureGeometry chosen = Geometries[geometry % Geometries.Length];
        CheckAsync(chosen, LengthOf(length, unaligned), ranges, (fixture, blob) =>
        {
            foreach (byte shard in Choose(chosen, damaged))
            {
                fixture.DriveOf(blob, shard).FlipBit(new ShardKey(blob.Id, shard), bit % (ShardLayout.ShardLength(blob.Length, blob.DataShards) * 8));
            }
        }).GetAwaiter().GetResult();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    public async Task Read_Range_TouchesOnlyItsBlocks(int dataShards, int parityShards)
    {
        var geometry = new ErasureGeometry(dataShards, parityShards);
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(geometry, MaxLength);
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        (int Shard, int Block)[] expected = [.. new[] { 5, 6 }.Select(block => (block % dataShards, block / dataShards)).Order()];

        await reader.ReadAtAsync((5 * Block) + 10, new byte[Block]);
        Assert.Equal(expected, BlocksRead(fixture));
        (await reader.LeaseAsync((5 * Block) + 10, Block)).Buffer.Dispose();
        Assert.Equal([.. expected.Concat(expected).Order()], BlocksRead(fixture));
    }

    [Fact]
    public async Task Lease_WholeBlock_IsReadIntoTheLeasedBuffer()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(new(1, 0), MaxLength);
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);

        PooledSlice slice = await reader.LeaseAsync(3 * Block, Block);

        Assert.Equal((0, Block, slice.Buffer.Length), (slice.Offset, slice.Length, fixture.Pool.RentedBytes));
        slice.Buffer.Dispose();
    }

    [Fact]
    public async Task Read_DamageBeyondParity_ThrowsAndKeepsNoMemory()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(new(2, 2), MaxLength);
        foreach (byte shard in new byte[] { 0, 1, 3 })
        {
            fixture.DriveOf(blob, shard).FlipBit(new ShardKey(blob.Id, shard), 9);
        }

        await using IBlobReader reader = await fixture.LaterStore.OpenReadAsync(blob);
        StorageException read = await Assert.ThrowsAsync<StorageException>(() => reader.ReadAtAsync(Block, new byte[Block]).AsTask());
        StorageException lease = await Assert.ThrowsAsync<StorageException>(() => reader.LeaseAsync(10, Block).AsTask());

        Assert.Equal((StorageErrorCode.DataDamaged, StorageErrorCode.DataDamaged), (read.Code, lease.Code));
        Assert.Equal(0, fixture.Pool.RentedBytes);
        await reader.ReadAtAsync(2 * Block, new byte[Block]);
    }

    [Fact]
    public async Task Read_DamagedBlock_ReportsTheShard()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(new(2, 2), MaxLength);
        fixture.DriveOf(blob, 1).FlipBit(new ShardKey(blob.Id, 1), 12345);
        await using IBlobReader reader = await fixture.LaterStore.OpenReadAsync(blob);

        await reader.ReadAtAsync(0, new byte[Block]);
        Assert.Empty(fixture.Reports);
        await reader.ReadAtAsync(Block, new byte[Block]);

        Assert.Equal((blob, 0b10u), (Assert.Single(fixture.Reports).Blob, fixture.Reports[0].Bad));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    public async Task Read_Cancelled_UsesTheMemoryNoMoreAfterItReturned(int dataShards, int parityShards)
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(new ErasureGeometry(dataShards, parityShards), MaxLength);
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        var gate = new TaskCompletionSource();
        fixture.DriveOf(blob, 0).ReadGate = gate.Task;
        using var cancellation = new CancellationTokenSource();

        Task read = reader.ReadAtAsync(0, new byte[Block], cancellation.Token).AsTask();
        Task lease = reader.LeaseAsync(10, 2 * Block, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        // The drive still holds the buffers, so the calls may not end, and the pool may not have them back.
        Assert.False(read.IsCompleted || lease.IsCompleted);
        Assert.NotEqual(0, fixture.Pool.RentedBytes);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease);
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    [Theory]
    [InlineData(-1L, 1)]
    [InlineData(MaxLength, 1)]
    [InlineData(MaxLength - 10L, 11)]
    public async Task Read_OutsideTheBlob_IsRefused(long offset, int length)
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(new(1, 0), MaxLength);
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ReadAtAsync(offset, new byte[length]).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.LeaseAsync(offset, length).AsTask());
    }

    private static async Task CheckAsync(ErasureGeometry geometry, int length, (uint From, uint Count)[] ranges, Action<BlobStoreFixture, BlobRef> breakThings)
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync(geometry, length);
        byte[] content = BlobStoreFixture.RandomContent(length);
        breakThings(fixture, blob);

        // The later one looks at no shard again before it reports it, which would take memory.
        await using IBlobReader reader = await fixture.LaterStore.OpenReadAsync(blob);
        (uint From, uint Count)[] all = [.. ranges ?? [], (0, uint.MaxValue), ((uint)length - 1, 1)];

        // All at once: they must not disturb one another.
        await Task.WhenAll(all.Select(range => CheckRangeAsync(reader, content, range.From, range.Count)));

        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    private static async Task CheckRangeAsync(IBlobReader reader, byte[] content, uint from, uint count)
    {
        int offset = (int)(from % (uint)content.Length);
        int length = (int)Math.Min(count % MaxLength, content.Length - offset);
        byte[] read = new byte[length];
        await reader.ReadAtAsync(offset, read);
        Assert.True(content.AsSpan(offset, length).SequenceEqual(read), $"Read {offset} + {length}");
        for (int done = 0; done < length;)
        {
            PooledSlice slice = await reader.LeaseAsync(offset + done, length - done);
            Assert.InRange(slice.Length, 1, length - done);
            Assert.True(content.AsSpan(offset + done, slice.Length).SequenceEqual(slice.Memory.Span), $"Lease {offset + done} + {length - done}");
            done += slice.Length;
            slice.Buffer.Dispose();
        }
    }

    private static async Task<(BlobStoreFixture Fixture, BlobRef Blob)> WriteAsync(ErasureGeometry geometry, int length)
    {
        var fixture = new BlobStoreFixture(geometry);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(length), length);
        return (fixture, written.Ref);
    }

    /// <summary>Around multiples of blocks as often as anywhere.</summary>
    private static int LengthOf(uint length, byte unaligned)
    {
        int any = 1 + (int)(length % MaxLength);
        return unaligned % 2 == 0 ? any : Math.Max(1, (any / Block * Block) + (unaligned % 7) - 3);
    }

    private static IEnumerable<byte> Choose(ErasureGeometry geometry, uint seed)
    {
        byte[] shards = [.. Enumerable.Range(0, geometry.TotalShards).Select(static shard => (byte)shard)];
        new Random((int)seed).Shuffle(shards);
        return shards.Take(geometry.ParityShards);
    }

    private static List<(int Shard, int Block)> BlocksRead(BlobStoreFixture fixture)
        => [.. fixture.Drives.SelectMany(static drive => drive.BlocksRead).Select(static read => ((int)read.Shard.Shard, read.Block)).Order()];
}
