using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

public class BlobReaderTests
{
    private const int Block = ShardLayout.BlockSize;
    private const int LargeLength = 3_000_000;

    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);
    private static readonly byte[] Content = BlobStoreFixture.RandomContent(LargeLength);

    [Fact]
    public async Task Read_Range_TouchesOnlyItsBlocks()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();

        await fixture.ReadAsync(blob, (5 * Block) + 10, Block);

        Assert.Equal([(0, 3), (1, 2)], BlocksRead(fixture));
    }

    [Fact]
    public async Task Read_HealthyBlob_ReadsDataShardsOnlyAndEachBlockOnce()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();

        Assert.Equal(Content, await fixture.ReadAsync(blob, 0, LargeLength, bufferLength: 100_000));

        List<(int Shard, int Block)> blocks = BlocksRead(fixture);
        Assert.All(blocks, block => Assert.InRange(block.Shard, 0, 1));
        Assert.Equal(blocks.Distinct().Count(), blocks.Count);
    }

    [Fact]
    public async Task Read_InSequence_LoadsAheadWithinBounds()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        byte[] buffer = new byte[Block];

        await reader.ReadAsync(0, buffer);
        Assert.Equal(0, fixture.Pool.RentedBytes);
        for (int offset = Block; offset < LargeLength - Block; offset += Block)
        {
            await reader.ReadAsync(offset, buffer);
            Assert.Equal(Content[offset..(offset + Block)], buffer);
            Assert.InRange(fixture.Pool.RentedBytes, 0, (1 << 20) + (16 << 10));
        }

        Assert.NotEqual(0, fixture.Pool.RentedBytes);
    }

    [Fact]
    public async Task Read_DriveOffline_ReconstructsAndReportsNothing()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        fixture.DriveOf(blob, 0).Fail();
        fixture.Set.SlotOf(blob.Id, 3).Drive = null;

        Assert.Equal(Content, await fixture.ReadAsync(blob));
        Assert.Empty(fixture.Reports);
    }

    [Fact]
    public async Task Read_DriveFailsWhileReading_GoesOnWithParity()
    {
        for (int operations = 1; operations < 20; operations++)
        {
            (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
            fixture.DriveOf(blob, 0).FailAfter(operations);

            Assert.Equal(Content, await fixture.ReadAsync(blob, 0, LargeLength, bufferLength: 150_000));
            Assert.Empty(fixture.Reports);
        }
    }

    [Fact]
    public async Task Read_DamagedBlock_ReportsTheShardOnce()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        fixture.DriveOf(blob, 1).FlipBit(new ShardKey(blob.Id, 1), 12345);
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        byte[] buffer = new byte[1 << 20];

        await reader.ReadAsync(0, buffer);
        await reader.ReadAsync(0, buffer);

        (BlobRef Blob, BlobOwner Owner, uint Bad) report = Assert.Single(fixture.Reports);
        Assert.Equal((blob, 0b10u), (report.Blob, report.Bad));
        Assert.Equal(BlobStoreFixture.Owner, report.Owner);
    }

    [Fact]
    public async Task Read_EveryShardDamagedInAnotherStripe_StillGivesTheContent()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        for (byte shard = 0; shard < 4; shard++)
        {
            fixture.DriveOf(blob, shard).FlipBit(new ShardKey(blob.Id, shard), (shard * 3L * Block * 8) + 77);
        }

        Assert.Equal(Content, await fixture.ReadAsync(blob));
    }

    [Fact]
    public async Task Open_TooFewDrives_IsUnavailable()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        fixture.Drive(0).Fail();
        fixture.Drive(1).Fail();
        fixture.Drive(2).Fail();

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => fixture.Store.OpenReadAsync(blob).AsTask());

        Assert.Equal(StorageErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Open_ShardsLostBeyondParity_IsDamaged()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        foreach (byte shard in new byte[] { 0, 1, 3 })
        {
            fixture.DriveOf(blob, shard).Lose(new ShardKey(blob.Id, shard));
        }

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => fixture.Store.OpenReadAsync(blob).AsTask());

        Assert.Equal(StorageErrorCode.DataDamaged, error.Code);
        Assert.Equal(0b1011u, Assert.Single(fixture.Reports).Bad);
    }

    [Fact]
    public async Task Open_BlobOfASetThatIsNotThere_IsUnavailable()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => fixture.Store.OpenReadAsync(blob with { Set = 1 }).AsTask());

        Assert.Equal(StorageErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Read_Cancelled_UsesTheBufferNoMoreAfterItReturned()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        var gate = new TaskCompletionSource();
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        fixture.DriveOf(blob, 1).ReadGate = gate.Task;
        using var cancellation = new CancellationTokenSource();
        byte[] buffer = new byte[4 * Block];

        Task read = reader.ReadAsync(0, buffer, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        // The drive still holds the buffer, so the call may not end.
        Assert.False(read.IsCompleted);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await reader.ReadAsync(0, buffer);
        Assert.Equal(Content[..buffer.Length], buffer);
    }

    [Fact]
    public async Task Dispose_WhileLoadingAhead_ReturnsTheBufferWhenTheDriveIsDone()
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        IBlobReader reader = await fixture.Store.OpenReadAsync(blob);
        byte[] buffer = new byte[Block];
        await reader.ReadAsync(0, buffer);
        var gate = new TaskCompletionSource();
        fixture.DriveOf(blob, 0).ReadGate = gate.Task;
        await reader.ReadAsync(Block, buffer);

        Task disposal = reader.DisposeAsync().AsTask();

        Assert.NotEqual(0, fixture.Pool.RentedBytes);
        gate.SetResult();
        await disposal;
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }

    [Theory]
    [InlineData(-1L, 1)]
    [InlineData(LargeLength, 1)]
    [InlineData(LargeLength - 10L, 11)]
    public async Task Read_OutsideTheBlob_IsRefused(long offset, int length)
    {
        (BlobStoreFixture fixture, BlobRef blob) = await WriteAsync();
        await using IBlobReader reader = await fixture.Store.OpenReadAsync(blob);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => reader.ReadAsync(offset, new byte[length]).AsTask());
    }

    private static async Task<(BlobStoreFixture Fixture, BlobRef Blob)> WriteAsync()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(Content, LargeLength);
        return (fixture, written.Ref);
    }

    private static List<(int Shard, int Block)> BlocksRead(BlobStoreFixture fixture)
        => [.. fixture.Drives.SelectMany(drive => drive.BlocksRead).Select(read => ((int)read.Shard.Shard, read.Block)).Order()];
}
