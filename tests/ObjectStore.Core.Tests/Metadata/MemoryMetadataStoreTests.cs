using ObjectStore.Metadata;
using Xunit;

namespace ObjectStore.Core.Tests.Metadata;

public class MemoryMetadataStoreTests : MetadataConformance
{
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(1, 2, 4)]
    internal async Task CommitAsync_Ride_SafeOnlyIfDurableElsewhere(int durable, int needed, int expected)
    {
        await using var store = new MemoryMetadataStore();
        var transaction = new MetadataTransaction();
        transaction.Put("a"u8.ToArray(), "b"u8.ToArray());
        transaction.Ride(new ShardRide(0b1111, durable, needed, needed));

        CommitResult result = await store.CommitAsync(transaction);

        Assert.Equal((CommitStatus)expected, result.Status);
        Assert.Equal(result.Status == CommitStatus.Committed, await store.GetAsync("a"u8.ToArray()) is not null);
    }

    private protected override ValueTask<IMetadataStore> OpenAsync() => ValueTask.FromResult<IMetadataStore>(new MemoryMetadataStore());
}
