using Xunit;

namespace ObjectStore.Packaging.Tests;

public sealed class ConsumerTests(PackageFeed feed)
{
    [Fact]
    public async Task Program_OfThePackages_BuildsAndRuns()
    {
        string project = CreateProject();
        string built = feed.CreateFolder("consumer-built");
        var environment = new Dictionary<string, string>();

        await CommandRunner.DotNetAsync(
            project, environment, "build", "--configuration", "Release", "--output", built, $"-p:ObjectStoreVersion={PackageFeed.Version}");
        string output = await CommandRunner.RunAsync(
            Path.Combine(built, "Consumer"), project, environment, feed.CreateFolder("consumer-drive"));

        Assert.Contains("content 200", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(built, "RocksDbSharp.dll")));
    }

    /// <summary>
    /// A project in a folder of its own, which takes the packages under test from their feed only and keeps them out of the user's cache.
    /// </summary>
    private string CreateProject()
    {
        string project = feed.CreateFolder("consumer");
        foreach (string file in Directory.GetFiles(Repository.PathOf("tests", "ObjectStore.Packaging.Tests", "Consumer")))
        {
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{feed.CreateFolder("consumer-packages")}" />
              </config>
              <fallbackPackageFolders>
                <clear />
                <add key="user" value="{UserPackages}" />
              </fallbackPackageFolders>
              <packageSources>
                <clear />
                <add key="feed" value="{feed.Feed}" />
                <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="feed">
                  <package pattern="ObjectStore.*" />
                </packageSource>
                <packageSource key="nuget.org">
                  <package pattern="*" />
                </packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        return project;
    }

    private static string UserPackages
        => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Directory.CreateDirectory(Path.Combine(Home, ".nuget", "packages")).FullName;

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
