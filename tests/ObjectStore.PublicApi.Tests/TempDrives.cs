namespace ObjectStore.PublicApi.Tests;

/// <summary>Directories of drives that go with the test.</summary>
public sealed class TempDrives : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("objectstore-api-").FullName;

    public TempDrives(int count) => Paths = [.. Enumerable.Range(1, count).Select(n => Path.Combine(_folder, $"drive{n}"))];

    public IReadOnlyList<string> Paths { get; }

    public string Folder => _folder;

    public ObjectStoreOptions Options => new() { Drives = [.. Paths], DriveCheckInterval = TimeSpan.FromMilliseconds(50) };

    public Task<IObjectStore> OpenAsync() => ObjectStorage.OpenAsync(Options);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
