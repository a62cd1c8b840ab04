using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

public sealed class HostedStoreTests : IDisposable
{
    private readonly TempDrives _drives = new(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _drives.Dispose();

    [Fact]
    public async Task Start_OpensTheDrives()
    {
        using IHost host = BuildHost();
        IObjectStore store = host.Services.GetRequiredService<IObjectStore>();
        Assert.False(store.GetStatus().CanRead);

        await host.StartAsync(Token);

        Assert.True(store.GetStatus() is { CanRead: true, CanWrite: true });
        Assert.Same(store, host.Services.GetRequiredService<IObjectStore>());
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_ClosesTheDrives_AndTheNextHostShowsTheData()
    {
        using (IHost host = BuildHost())
        {
            await host.StartAsync(Token);
            IObjectStore store = host.Services.GetRequiredService<IObjectStore>();
            await store.CreateBucketAsync("training", Token);
            await store.PutObjectAsync("training", "checkpoint", "weights"u8.ToArray(), cancellationToken: Token);

            await host.StopAsync(Token);

            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.TryGetBucketAsync("training", Token));
        }

        using IHost next = BuildHost();
        await next.StartAsync(Token);
        using var read = new MemoryStream();
        await next.Services.GetRequiredService<IObjectStore>().GetObjectAsync("training", "checkpoint", read, cancellationToken: Token);
        Assert.Equal("weights"u8, read.ToArray());
        await next.StopAsync(Token);
    }

    [Fact]
    public async Task Use_BeforeTheHostStarts_OpensByItself()
    {
        using IHost host = BuildHost();
        IObjectStore store = host.Services.GetRequiredService<IObjectStore>();

        await store.CreateBucketAsync("early", Token);
        await host.StartAsync(Token);

        Assert.True((await store.TryGetBucketAsync("early", Token)).IsSuccess);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Use_WithoutAHost_OpensByItself_AndDisposingTheProviderCloses()
    {
        IObjectStore store;
        await using (ServiceProvider services = new ServiceCollection().AddObjectStore(Configure).BuildServiceProvider())
        {
            store = services.GetRequiredService<IObjectStore>();
            await store.CreateBucketAsync("alone", Token);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.TryGetBucketAsync("alone", Token));
        await using IObjectStore reopened = await _drives.OpenAsync();
        Assert.True((await reopened.TryGetBucketAsync("alone", Token)).IsSuccess);
    }

    [Fact]
    public async Task Stop_WhileAPutIsRunning_LetsItEnd()
    {
        using IHost host = BuildHost();
        await host.StartAsync(Token);
        IObjectStore store = host.Services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("training", Token);
        var content = new System.IO.Pipelines.Pipe();
        await content.Writer.WriteAsync("begun "u8.ToArray(), Token);
        Task<ObjectInfo> put = store.PutObjectAsync("training", "slow", content.Reader, cancellationToken: Token).AsTask();

        Task stop = host.StopAsync(Token);
        Assert.False(stop.IsCompleted);
        await content.Writer.WriteAsync("and ended"u8.ToArray(), Token);
        await content.Writer.CompleteAsync();
        ObjectInfo stored = await put;
        await stop;

        await using IObjectStore reopened = await _drives.OpenAsync();
        Assert.Equal(15, (await reopened.GetObjectInfoAsync("training", "slow", cancellationToken: Token)).Size);
        Assert.Equal(15, stored.Size);
    }

    private IHost BuildHost()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddObjectStore(Configure);
        return builder.Build();
    }

    private void Configure(ObjectStoreOptions options) => options.Drives = [.. _drives.Paths];
}
