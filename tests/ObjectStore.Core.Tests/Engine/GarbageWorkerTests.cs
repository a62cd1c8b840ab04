using System.Text;
using ObjectStore.Metadata;
using ObjectStore.Metadata.Records;
using Xunit;

namespace ObjectStore.Core.Tests.Engine;

public sealed class GarbageWorkerTests
{
    [Fact]
    public async Task RunOnce_WhileReadersAndWritersAreAtWork_NeverDeletesUnderAReader()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync(metadata: new YieldingMetadataStore(new MemoryMetadataStore()));
        await fixture.PutAsync("key", "content 0");
        using var done = new CancellationTokenSource();
        Task collector = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await fixture.Engine.Garbage.RunOnceAsync(default);
                await Task.Yield();
            }
        });

        await Task.WhenAll([
            .. Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < 300; i++)
                {
                    await fixture.PutAsync("key", $"content {writer} {i}");
                }
            })),
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                for (int i = 0; i < 600; i++)
                {
                    Assert.StartsWith("content", await fixture.GetAsync("key"), StringComparison.Ordinal);
                }
            }))]);
        await done.CancelAsync();
        await collector;
        await fixture.Engine.Garbage.RunOnceAsync(default);

        Assert.Equal(1, fixture.Blobs.Count);
    }

    [Fact]
    public async Task RunOnce_ManyEntries_CollectsThemAll()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        for (int i = 0; i < 700; i++)
        {
            await fixture.PutAsync("key", $"{i}");
        }

        Assert.Equal(699, await fixture.Engine.Garbage.RunOnceAsync(default));
        Assert.Equal(1, fixture.Blobs.Count);
        Assert.Equal("699", await fixture.GetAsync("key"));
    }

    [Fact]
    public async Task RunOnce_EntryThatFails_DoesNotStopTheOthers()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        var transaction = new MetadataTransaction();
        byte[] list = Encoding.UTF8.GetBytes("sixteen bytes id");
        transaction.PutStamped(MetadataKeys.Garbage, new GarbageRecord { PartListId = list }.Encode(), descending: false);
        transaction.Put(MetadataKeys.PartList(list), new byte[30]);
        await fixture.Metadata.CommitAsync(transaction);
        await fixture.PutAsync("key", "x");
        await fixture.DeleteAsync("key");

        Assert.Equal(1, await fixture.Engine.Garbage.RunOnceAsync(default));

        Assert.Equal(0, fixture.Blobs.Count);
        Assert.Single(await fixture.RecordsAsync(MetadataKeys.Garbage));
    }

    [Fact]
    public async Task Run_EverySecond_Collects_AndEndsWhenCancelled()
    {
        EngineFixture fixture = await EngineFixture.CreateAsync();
        await fixture.PutAsync("key", "x");
        await fixture.DeleteAsync("key");
        using var cancellation = new CancellationTokenSource();
        Task run = fixture.Engine.Garbage.RunAsync(cancellation.Token);

        fixture.Time.Advance(ObjectStore.Engine.Garbage.GarbageWorker.Interval);
        while (fixture.Blobs.Count > 0)
        {
            await Task.Yield();
        }

        await cancellation.CancelAsync();
        await run;
    }
}
