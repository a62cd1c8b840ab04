using ObjectStore.Blobs;
using ObjectStore.Erasure;
using ObjectStore.ErasureSets;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.ErasureSets;

public class BlobStoreTests
{
    private static readonly ErasureGeometry TwoPlusTwo = new(2, 2);

    [Fact]
    public async Task BeginWrite_SetsOfEqualSpace_TakesTurns()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo, sets: 3);

        byte[] sets = await WriteManyAsync(fixture, 9);

        Assert.Equal([3, 3, 3], sets.GroupBy(set => set).Select(group => group.Count()));
    }

    [Fact]
    public async Task BeginWrite_SetNearlyFull_LeavesItOut()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo, sets: 2);
        fixture.Drive(3, set: 0).FreeBytes = 1 << 20;

        byte[] sets = await WriteManyAsync(fixture, 6);

        Assert.All(sets, set => Assert.Equal(1, set));
    }

    [Fact]
    public async Task BeginWrite_SetBelowWriteQuorum_LeavesItOut()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo, sets: 2);
        await WriteManyAsync(fixture, 1);
        fixture.Drive(0, set: 1).Fail();
        fixture.Drive(1, set: 1).Fail();

        byte[] sets = await WriteManyAsync(fixture, 6);

        Assert.All(sets, set => Assert.Equal(0, set));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public async Task Delete_AllDrivesThere_LeavesNothing(int length)
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        BlobRef blob = (await fixture.WriteAsync(new byte[length])).Ref;

        Assert.Equal(0u, await fixture.Store.DeleteAsync(blob));
        Assert.All(fixture.Drives, drive => Assert.Empty(drive.Shards));
    }

    [Fact]
    public async Task Delete_DriveOffline_NamesItsSlot()
    {
        var fixture = new BlobStoreFixture(TwoPlusTwo);
        await fixture.WriteAsync(new byte[1000]);
        BlobRef blob = (await fixture.WriteAsync(new byte[1000])).Ref;
        fixture.Drive(1).Fail();
        fixture.Set.Slots[2].Drive = null;

        Assert.Equal(0b0110u, await fixture.Store.DeleteAsync(blob));
        Assert.All([fixture.Drive(0), fixture.Drive(3)], drive => Assert.DoesNotContain(drive.Shards, shard => shard.Blob == blob.Id));
    }

    [Fact]
    public async Task Read_BlobOfAnotherGeometryThanNewOnes_UsesItsOwn()
    {
        var fixture = new BlobStoreFixture(new ErasureGeometry(3, 1));
        byte[] content = BlobStoreFixture.RandomContent(500_000);
        BlobRef blob = (await fixture.WriteAsync(content)).Ref;
        var changed = new ErasureSet(0, fixture.Set.Slots, TwoPlusTwo);
        var store = new BlobStore([changed], new BlobIdGenerator(static () => 6, SystemRandomSource.Instance), fixture, StoreEnvironment.System, fixture.Pool);
        fixture.DriveOf(blob, 0).Fail();

        await using IBlobReader reader = await store.OpenReadAsync(blob);
        byte[] read = new byte[content.Length];
        await reader.ReadAsync(0, read);

        Assert.Equal(content, read);
    }

    [Fact]
    public void Next_ManyThreads_GivesDistinctIdsOfTheEpoch()
    {
        var ids = new BlobIdGenerator(static () => 9, SystemRandomSource.Instance);
        var made = new System.Collections.Concurrent.ConcurrentBag<BlobId>();

        Parallel.For(0, 2000, _ => made.Add(ids.Next()));

        Assert.Equal(2000, made.Select(id => id.Counter).Distinct().Count());
        Assert.All(made, id => Assert.Equal(9u, id.Epoch));
    }

    private static async Task<byte[]> WriteManyAsync(BlobStoreFixture fixture, int count)
    {
        var sets = new byte[count];
        for (int i = 0; i < count; i++)
        {
            sets[i] = (await fixture.WriteAsync(new byte[100])).Ref.Set;
        }

        return sets;
    }
}
