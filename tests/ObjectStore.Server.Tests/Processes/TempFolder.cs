namespace ObjectStore.Server.Tests.Processes;

/// <summary>A folder that goes with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("objectstore-test-").FullName;

    /// <summary>Paths of n drives in it.</summary>
    public string[] Drives(int count) => [.. Enumerable.Range(1, count).Select(n => System.IO.Path.Combine(Path, $"drive{n}"))];

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
