using System.Buffers;
using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

public class BlobWriterTests
{
    private const int SmallLength = 4096;
    private const int LargeLength = 3_000_000;

    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    [Fact]
    public async Task Complete_SmallBlobOnReplicas_StagesAndRides()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);

        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));

        Assert.Equal(new ShardRide(0b1111, 0, 3, 2), written.Ride);
        Assert.All(fixture.Drives, drive => Assert.Equal(0, drive.Flushes));
    }

    [Fact]
    public async Task Complete_SmallBlobWithDrivesThatAreNoReplica_FlushesThoseOnly()
    {
        var fixture = new BlobStoreFixture(new ErasureGeometry(4, 2), replicas: 4);

        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));

        Assert.Equal(new ShardRide(0b1111, 2, 4, 4), written.Ride);
        Assert.Equal([0, 0, 0, 0, 1, 1], fixture.Drives.Select(drive => drive.Flushes));
    }

    [Fact]
    public async Task Complete_SmallBlobInASetWithoutReplicas_IsDurable()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo, replicas: 0);

        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));

        Assert.Null(written.Ride);
        Assert.All(fixture.Drives, drive => Assert.Single(drive.Reopen(crashed: true).Shards));
    }

    [Fact]
    public async Task Complete_LargeBlob_IsDurableInFiles()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);

        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(LargeLength));

        Assert.Null(written.Ride);
        Assert.All(fixture.Drives, drive => Assert.Single(drive.Reopen(crashed: true).Shards));
        Assert.All(fixture.Drives, drive => Assert.Equal(0, drive.OpenFiles));
    }

    [Fact]
    public async Task Flush_StagedBlob_MakesItDurableAndEndsTheRide()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));

        await written.FlushAsync(default);

        Assert.Null(written.Ride);
        Assert.Equal(0u, written.MissingShards);
        Assert.All(fixture.Drives, drive => Assert.Single(drive.Reopen(crashed: true).Shards));
    }

    [Fact]
    public async Task Flush_DriveFailsAboveQuorum_NamesItsShardMissing()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));
        fixture.DriveOf(written.Ref, 3).Fail();

        await written.FlushAsync(default);

        Assert.Equal(0b1000u, written.MissingShards);
    }

    [Fact]
    public async Task Flush_BelowQuorum_IsUnavailable()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));
        fixture.Drive(0).Fail();
        fixture.Drive(1).Fail();

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => written.FlushAsync(default).AsTask());

        Assert.Equal(StorageErrorCode.Unavailable, error.Code);
    }

    [Fact]
    public async Task Ride_DriveReplacedSinceStaging_LeavesItsShardOut()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(SmallLength));
        int shard = ShardPlacement.ShardIn(written.Ref.Id, 2, 4);

        fixture.Set.Slots[2].Drive = fixture.Drive(2).Reopen(crashed: true);

        Assert.Equal(new ShardRide(0b1011, 0, 3, 2), written.Ride);
        Assert.Equal(1u << shard, written.MissingShards);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Complete_DriveReplacedBeforeTheCommit_NamesItsDurableShardMissing(int length)
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        WrittenBlob written = await fixture.WriteAsync(BlobStoreFixture.RandomContent(length));
        await written.FlushAsync(default);

        fixture.Set.Slots[2].Drive = new FaultyDrive(new(Guid.Empty, Guid.NewGuid(), 0, 2));

        Assert.Equal(1u << ShardPlacement.ShardIn(written.Ref.Id, 2, 4), written.MissingShards);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Write_OneDriveMissing_NamesItsShard(int length)
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        fixture.Set.Slots[2].Drive = null;
        byte[] content = BlobStoreFixture.RandomContent(length);

        WrittenBlob written = await fixture.WriteAsync(content);

        Assert.Equal(1u << ShardPlacement.ShardIn(written.Ref.Id, 2, 4), written.MissingShards);
        Assert.Equal(content, await fixture.ReadAsync(written.Ref));
    }

    [Theory]
    [InlineData(SmallLength, false, StorageErrorCode.Unavailable)]
    [InlineData(LargeLength, false, StorageErrorCode.Unavailable)]
    [InlineData(SmallLength, true, StorageErrorCode.StorageFull)]
    [InlineData(LargeLength, true, StorageErrorCode.StorageFull)]
    public async Task Write_TooFewDrives_FailsAndLeavesNothing(int length, bool full, StorageErrorCode expected)
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        fixture.Drive(0).IsFull = full;
        fixture.Drive(1).Fail();
        if (!full)
        {
            fixture.Set.Slots[0].Drive = null;
        }

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => fixture.WriteAsync(BlobStoreFixture.RandomContent(length)));

        Assert.Equal(expected, error.Code);
        AssertNothingLeft(fixture);
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Write_OneDriveFailsAtAnyOperation_SucceedsAndReadsBack(int length)
    {
        byte[] content = BlobStoreFixture.RandomContent(length);
        for (int operations = 0; operations < 8; operations++)
        {
            var fixture = new BlobStoreFixture(TwoPlusTwo, replicas: 1);
            fixture.Drive(1).FailAfter(operations);

            WrittenBlob written = await fixture.WriteAsync(content);

            uint shard = 1u << ShardPlacement.ShardIn(written.Ref.Id, 1, 4);
            Assert.Equal(fixture.Drive(1).IsOnline ? 0 : shard, written.MissingShards);
            Assert.Equal(content, await fixture.ReadAsync(written.Ref));
        }
    }

    [Theory]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Write_TwoDrivesFailAtAnyOperation_SucceedsOrLeavesNothingOnTheOthers(int length)
    {
        for (int operations = 0; operations < 8; operations++)
        {
            var fixture = new BlobStoreFixture(TwoPlusTwo, replicas: 0);
            fixture.Drive(1).FailAfter(operations);
            fixture.Drive(2).FailAfter(operations);
            try
            {
                await fixture.WriteAsync(BlobStoreFixture.RandomContent(length));
                Assert.True(fixture.Drive(1).IsOnline);
            }
            catch (StorageException e)
            {
                Assert.Equal(StorageErrorCode.Unavailable, e.Code);
                Assert.Empty(fixture.Drive(0).Shards);
                Assert.Empty(fixture.Drive(3).Shards);
            }

            Assert.All(fixture.Drives, drive => Assert.Equal(0, drive.OpenFiles));
            Assert.Equal(0, fixture.Pool.RentedBytes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(SmallLength)]
    [InlineData(LargeLength)]
    public async Task Dispose_WithoutCompletion_LeavesNothing(int length)
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        await using (IBlobWriter writer = fixture.Store.BeginWrite(BlobStoreFixture.Owner, null, fixture.BeginMd5()))
        {
            await BlobStoreFixture.WritePiecesAsync(writer, BlobStoreFixture.RandomContent(length), 50_000);
        }

        AssertNothingLeft(fixture);
    }

    [Fact]
    public async Task Dispose_WhileDrivesStillWrite_KeepsTheBufferUntilTheyEnd()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        var gate = new TaskCompletionSource();
        fixture.Drive(2).AppendGate = gate.Task;
        IBlobWriter writer = fixture.Store.BeginWrite(BlobStoreFixture.Owner, LargeLength, fixture.BeginMd5());
        using var cancellation = new CancellationTokenSource();
        ValueTask write = writer.WriteAsync(new ReadOnlySequence<byte>(BlobStoreFixture.RandomContent(LargeLength)), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.AsTask());

        Task disposal = writer.DisposeAsync().AsTask();

        Assert.NotEqual(0, fixture.Pool.RentedBytes);
        Assert.False(disposal.IsCompleted);
        gate.SetResult();
        await disposal;
        AssertNothingLeft(fixture);
    }

    [Fact]
    public async Task Write_WhileOneHalfIsSent_FillsTheOther()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        var gate = new TaskCompletionSource();
        fixture.Drive(2).AppendGate = gate.Task;
        byte[] content = BlobStoreFixture.RandomContent(LargeLength);
        await using IBlobWriter writer = fixture.Store.BeginWrite(BlobStoreFixture.Owner, LargeLength);

        // 4 stripes are on their way, 4 more fit; the byte after them has to wait.
        await writer.WriteAsync(new ReadOnlySequence<byte>(content, 0, 8 * 128 << 10));
        Task blocked = writer.WriteAsync(new ReadOnlySequence<byte>(content, 8 * 128 << 10, content.Length - (8 * 128 << 10))).AsTask();

        Assert.False(blocked.IsCompleted);
        gate.SetResult();
        await blocked;
        Assert.Equal(content, await fixture.ReadAsync((await writer.CompleteAsync()).Ref));
    }

    [Theory]
    [InlineData(4096, 2, 2, 16 << 10)]
    [InlineData(100 << 20, 2, 2, (2 << 20) + (8 << 10))]
    [InlineData(100 << 20, 12, 4, (2 << 20) + (8 << 10))]
    [InlineData(1 << 20, 1, 0, 1 << 20)]
    public async Task Write_KnownLength_RentsNoMoreThanItNeeds(int length, int dataShards, int parityShards, int limit)
    {
        var fixture = new BlobStoreFixture(new ErasureGeometry(dataShards, parityShards));
        await using IBlobWriter writer = fixture.Store.BeginWrite(BlobStoreFixture.Owner, length);
        byte[] piece = new byte[Math.Min(length, 1 << 20)];
        for (int written = 0; written < Math.Min(length, 8 << 20); written += piece.Length)
        {
            await writer.WriteAsync(new ReadOnlySequence<byte>(piece));
            Assert.InRange(fixture.Pool.RentedBytes, 1, limit);
        }
    }

    [Fact]
    public async Task Complete_WithoutContent_IsRefused()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        await using IBlobWriter writer = fixture.Store.BeginWrite(BlobStoreFixture.Owner, null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.CompleteAsync().AsTask());
    }

    [Fact]
    public async Task Complete_AnyBlob_DescribesItsShards()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        foreach (int length in new[] { SmallLength, LargeLength })
        {
            BlobRef blob = (await fixture.WriteAsync(BlobStoreFixture.RandomContent(length))).Ref;
            for (byte shard = 0; shard < 4; shard++)
            {
                var key = new ShardKey(blob.Id, shard);
                Assert.Equal(new ShardDescriptor(key, 2, 2, BlobStoreFixture.Owner), fixture.DriveOf(blob, shard).DescriptorOf(key));
            }
        }
    }

    private static void AssertNothingLeft(BlobStoreFixture fixture)
    {
        Assert.All(fixture.Drives, drive => Assert.Empty(drive.Shards));
        Assert.All(fixture.Drives, drive => Assert.Equal(0, drive.OpenFiles));
        Assert.Equal(0, fixture.Pool.RentedBytes);
    }
}
