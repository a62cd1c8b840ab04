namespace ObjectStore.Load.Tests;

/// <summary>A directory that is deleted with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("objectstore-load-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
