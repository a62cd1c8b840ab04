using System.IO.Compression;
using ObjectStore.Packaging.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PackageFeed))]

namespace ObjectStore.Packaging.Tests;

/// <summary>The three libraries, packed once from the sources into a folder of their own, as a release does it.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    public const string Version = "0.0.1-packaging";

    // Packing the last one builds all three.
    private static readonly string[] Projects = ["ObjectStore.Hosting", "ObjectStore.S3Protocol", "ObjectStore.Core"];

    private readonly string _directory = Directory.CreateTempSubdirectory("objectstore-packaging-").FullName;

    /// <summary>The folder with the packages.</summary>
    private const string RemoteName = "published";

    public string Feed => Path.Combine(_directory, "feed");

    public async ValueTask InitializeAsync()
    {
        IReadOnlyDictionary<string, string> environment = WriteRemoteConfiguration();
        foreach (string project in Projects)
        {
            await CommandRunner.DotNetAsync(
                Repository.Root,
                environment,
                "pack",
                Repository.PathOf("src", project),
                "--configuration",
                "Release",
                "--output",
                Feed,
                "--artifacts-path",
                CreateFolder("artifacts"),
                $"-p:Version={Version}",

                // Builds of continuous integration read the clone's own configuration only, unless told otherwise.
                "-p:GitRepositoryConfigurationScope=",
                $"-p:GitRepositoryRemoteName={RemoteName}");
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes a new folder that is deleted after the tests.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    /// <summary>Opens the package of a project, or its symbols.</summary>
    public ZipArchive OpenPackage(string project, string extension = "nupkg")
        => ZipFile.OpenRead(Path.Combine(Feed, $"{project}.{Version}.{extension}"));

    /// <summary>
    /// SourceLink needs to know where the sources are published, which a clone of a clone or one without a remote does not: it is told here.
    /// </summary>
    private Dictionary<string, string> WriteRemoteConfiguration()
    {
        string folder = CreateFolder("configuration");
        Directory.CreateDirectory(Path.Combine(folder, "git"));
        File.WriteAllText(
            Path.Combine(folder, "git", "config"),
            $"""
            [remote "{RemoteName}"]
                url = https://github.com/objectstore/objectstore.git
            """);
        return new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = folder };
    }
}
