using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ObjectStore.Drives.Index;
using ObjectStore.Files;
using ObjectStore.Runtime;
using ObjectStore.Scheduling;
using Xunit;

namespace ObjectStore.Core.Tests.Runtime;

public sealed class StoreOpenerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("objectstore-opener-").FullName;
    private readonly ConcurrentDictionary<string, bool> _mounted = [];

    private string[] Paths => [.. Enumerable.Range(1, 4).Select(n => Path.Combine(_folder, $"drive{n}"))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OpenAsync_TooFewDrives_LeavesEmptyDirectoriesAlone()
    {
        await (await OpenAsync()).DisposeAsync();
        Empty(1, 2, 3);

        StorageException refused = await Assert.ThrowsAsync<StorageException>(OpenAsync);

        Assert.Equal(StorageErrorCode.Unavailable, refused.Code);
        Assert.All(Paths[1..], static path => Assert.Empty(Directory.EnumerateFileSystemEntries(path)));
    }

    [Fact]
    public async Task OpenAsync_WritesNeedAnEmptyDirectory_MakesADriveOfItFirst()
    {
        await (await OpenAsync()).DisposeAsync();
        Empty(1, 2);

        await using OpenStore store = await OpenAsync();

        Assert.True(store.GetStatus().CanWrite);
    }

    [Fact]
    public async Task OpenAsync_EmptyDirectoryAmongMountPoints_WaitsForItsDisk()
    {
        Array.ForEach(Paths, path => _mounted[path] = true);
        await (await OpenAsync()).DisposeAsync();
        Empty(1);
        _mounted[Paths[1]] = false;
        await using OpenStore store = await OpenAsync();
        await Eventually(() => store.GetStatus().Drives[1].Reason!.Contains("no mount point", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Paths[1]));

        _mounted[Paths[1]] = true;

        await Eventually(() => store.GetStatus().Drives[1].IsOnline);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private void Empty(params int[] drives)
    {
        foreach (string path in drives.Select(drive => Paths[drive]))
        {
            Directory.Delete(path, recursive: true);
            Directory.CreateDirectory(path);
        }
    }

    private Task<OpenStore> OpenAsync()
    {
        var options = new ObjectStoreOptions { Drives = [.. Paths], DriveCheckInterval = TimeSpan.FromMilliseconds(20) };
        return StoreOpener.OpenAsync(options, (options, _) => new MountedHost(new LocalDriveHost(options, NullLoggerFactory.Instance), _mounted), StoreEnvironment.System, CancellationToken.None);
    }

    /// <summary>Local directories, of which the test says whether they are mount points.</summary>
    private sealed class MountedHost(LocalDriveHost inner, ConcurrentDictionary<string, bool> mounted) : IDriveHost
    {
        public IDriveFiles OpenRoot(string path) => inner.OpenRoot(path);

        public IDriveFiles OpenOrCreateRoot(string path) => inner.OpenOrCreateRoot(path);

        public IDriveIndex OpenIndex(string directory) => inner.OpenIndex(directory);

        public ulong FileSystemOf(string path) => mounted.GetValueOrDefault(path) ? (ulong)path[^1] : 0;

        public void Dispose() => inner.Dispose();
    }
}
