using System.Security.Cryptography;
using Xunit;

namespace ObjectStore.PublicApi.Tests;

/// <summary>The README's examples without a host; <see cref="HostedStoreTests"/> has those with one.</summary>
public sealed class ReadmeExampleTests : IDisposable
{
    private readonly TempDrives _drives = new(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _drives.Dispose();

    [Fact]
    public async Task TryLoad_SavedStep_GivesItsBytes()
    {
        byte[] weights = RandomNumberGenerator.GetBytes(3_000_001);
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("training", Token);
        var checkpoints = new Checkpoints(store);

        await checkpoints.SaveAsync(new MemoryStream(weights), 100, Token);

        using var loaded = new MemoryStream();
        Assert.True(await checkpoints.TryLoadAsync(loaded, 100, Token));
        Assert.True(weights.AsSpan().SequenceEqual(loaded.ToArray()));
    }

    [Fact]
    public async Task TryLoad_StepNeverSaved_IsFalseAndWritesNothing()
    {
        await using IObjectStore store = await _drives.OpenAsync();
        await store.CreateBucketAsync("training", Token);
        using var loaded = new MemoryStream();

        Assert.False(await new Checkpoints(store).TryLoadAsync(loaded, 1, Token));

        Assert.Equal(0, loaded.Length);
    }

    [Fact]
    public async Task OpenAsync_AfterDispose_ShowsWhatWasWritten()
    {
        var options = new ObjectStoreOptions { Drives = [Path.Combine(_drives.Folder, "data")] };
        await using (IObjectStore store = await ObjectStorage.OpenAsync(options, cancellationToken: Token))
        {
            await store.CreateBucketAsync("training", Token);
            await new Checkpoints(store).SaveAsync(new MemoryStream([1, 2, 3]), 7, Token);
        }

        await using IObjectStore reopened = await ObjectStorage.OpenAsync(options, cancellationToken: Token);
        using var loaded = new MemoryStream();

        Assert.True(await new Checkpoints(reopened).TryLoadAsync(loaded, 7, Token));
        Assert.Equal([1, 2, 3], loaded.ToArray());
    }

    [Fact]
    public async Task OpenAsync_EllipsisInDrives_OpensThemAll()
    {
        var options = new ObjectStoreOptions { Drives = [Path.Combine(_drives.Folder, "disk{1...4}")] };

        await using IObjectStore store = await ObjectStorage.OpenAsync(options, cancellationToken: Token);

        StoreStatus status = store.GetStatus();
        Assert.Equal(Enumerable.Range(1, 4).Select(n => Path.Combine(_drives.Folder, $"disk{n}")), status.Drives.Select(static drive => drive.Path));
        Assert.Equal((2, 2, true, true), (status.DataShards, status.ParityShards, status.CanRead, status.CanWrite));
    }

    [Fact]
    public async Task OpenAsync_NoDrives_NamesTheOption()
    {
        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => ObjectStorage.OpenAsync(new ObjectStoreOptions(), cancellationToken: Token));

        Assert.Contains(nameof(ObjectStoreOptions.Drives), refused.Message, StringComparison.Ordinal);
    }
}
