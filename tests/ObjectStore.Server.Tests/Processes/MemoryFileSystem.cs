using Xunit;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>A mounted tmpfs of a size; only root can have one.</summary>
public sealed class MemoryFileSystem : IDisposable
{
    private MemoryFileSystem(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts one at a new directory; skips the test for others than root.</summary>
    public static async Task<MemoryFileSystem> MountAsync(string path, long mebibytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a file system.");
        Directory.CreateDirectory(path);
        await Command.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path], path);
        return new MemoryFileSystem(path);
    }

    public void Dispose() => Command.RunAsync("umount", [Path], "/").GetAwaiter().GetResult();
}
