using System.Reflection;

namespace ObjectStore.Server.Tests.Processes;

/// <summary>Where things are, as the build wrote it down.</summary>
public static class TestPaths
{
    public static string ServerAssembly { get; } = Metadata("ServerAssembly");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The folder of the .NET SDK that runs the tests: thousands of real files of all sizes.</summary>
    public static string SdkFolder { get; } = FindSdk();

    private static string Metadata(string key)
        => typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string FindSdk()
    {
        string root = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return Directory.GetDirectories(Path.Combine(root, "sdk")).Order(StringComparer.Ordinal).Last();
    }
}
