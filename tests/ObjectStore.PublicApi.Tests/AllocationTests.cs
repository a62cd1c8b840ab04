using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>
/// Bytes that the process allocates for one warm read. Nothing runs beside these tests: they measure the process. Raise a bound only with a reason. Debug
/// builds allocate more: their async methods keep their state in classes.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const string Bucket = "allocations";
    private const int Reads = 1000;
    private const int MaxRounds = 1000;

#if DEBUG
    private const int GetLimit = 9_000;
    private const int HeadLimit = 4_500;
    private const int ReadAtLimit = 4_500;
#else
    private const int GetLimit = 2_000;
    private const int HeadLimit = 1_200;

    // Nothing at all, but for what background work allocates meanwhile.
    private const int ReadAtLimit = 16;
#endif

    private const int Record = 64 << 10;
    private const int Records = 64;

    private readonly byte[] _buffer = new byte[8 << 10];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Get_4KiB_AllocatesABoundedNumberOfBytes(int drives)
    {
        using var folder = new TempDrives(drives);
        await using IObjectStore store = await OpenAsync(folder);

        long bytes = await MeasureAsync(GetLimit, async () =>
        {
            await using ObjectReader reader = (await store.TryOpenObjectAsync(Bucket, "object")).Value;
            await reader.ReadAsync(_buffer);
        });

        Assert.InRange(bytes, 1, GetLimit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Head_AllocatesABoundedNumberOfBytes(int drives)
    {
        using var folder = new TempDrives(drives);
        await using IObjectStore store = await OpenAsync(folder);

        long bytes = await MeasureAsync(HeadLimit, async () => await store.TryGetObjectInfoAsync(Bucket, "object"));

        Assert.InRange(bytes, 1, HeadLimit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task ReadAt_Blocks_AllocatesNothing(int drives)
    {
        using var folder = new TempDrives(drives);
        await using IObjectStore store = await OpenAsync(folder);
        await using ObjectReader reader = await OpenRecordsAsync(store);
        byte[] record = new byte[Record];
        int next = 0;

        long bytes = await MeasureAsync(ReadAtLimit, async () => await reader.ReadAtAsync((long)Record * (next++ % Records), record));

        Assert.InRange(bytes, 0, ReadAtLimit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Lease_Blocks_AllocatesNothing(int drives)
    {
        using var folder = new TempDrives(drives);
        await using IObjectStore store = await OpenAsync(folder);
        await using ObjectReader reader = await OpenRecordsAsync(store);
        int next = 0;
        long leased = 0;

        long bytes = await MeasureAsync(ReadAtLimit, async () =>
        {
            using ContentLease lease = await reader.LeaseAsync((long)Record * (next++ % Records), Record);
            leased += lease.Content.FirstSpan.Length;
        });

        Assert.Equal((long)next * Record, leased);
        Assert.InRange(bytes, 0, ReadAtLimit);
    }

    /// <summary>An object of shard files, in the page cache.</summary>
    private static async Task<ObjectReader> OpenRecordsAsync(IObjectStore store)
    {
        byte[] content = new byte[Records * Record];
        await store.PutObjectAsync(Bucket, "records", content);
        ObjectReader reader = await store.OpenObjectAsync(Bucket, "records");
        await reader.ReadAtAsync(0, content);
        return reader;
    }

    private static async Task<IObjectStore> OpenAsync(TempDrives folder)
    {
        // With the usual interval of looking at the drives, which allocates too.
        IObjectStore store = await ObjectStorage.OpenAsync(new ObjectStoreOptions { Drives = [.. folder.Paths] });
        await store.CreateBucketAsync(Bucket);
        await store.PutObjectAsync(Bucket, "object", new byte[4096]);
        return store;
    }

    /// <summary>Measures until the compiler has got to its best code, which allocates least, or for a bounded number of rounds.</summary>
    private static async Task<long> MeasureAsync(long limit, Func<Task> read)
    {
        long least = long.MaxValue;
        for (int round = 0; round < MaxRounds && least > limit; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Reads; i++)
            {
                await read();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Reads);
        }

        return least;
    }
}
