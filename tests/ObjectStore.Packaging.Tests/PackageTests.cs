using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Xml;
using Xunit;

namespace ObjectStore.Packaging.Tests;

public sealed class PackageTests(PackageFeed feed)
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Theory]
    [InlineData("ObjectStore.Core")]
    [InlineData("ObjectStore.S3Protocol")]
    [InlineData("ObjectStore.Hosting")]
    public void Package_HasReadmeLibraryAndDocumentation(string project)
    {
        using ZipArchive package = feed.OpenPackage(project);

        Assert.Equal(
            ["README.md", $"lib/net10.0/{project}.dll", $"lib/net10.0/{project}.xml"],
            package.Entries.Select(entry => entry.FullName).Where(IsContent).Order(StringComparer.Ordinal));
        Assert.All(package.Entries, entry => Assert.NotEqual(0, entry.Length));
    }

    [Theory]
    [InlineData("ObjectStore.Core")]
    [InlineData("ObjectStore.S3Protocol")]
    [InlineData("ObjectStore.Hosting")]
    public void Package_NamesLicenseReadmeAndCommit(string project)
    {
        XmlDocument specification = ReadSpecification(project);

        XmlElement license = Single(specification, "license");
        Assert.Equal("expression", license.GetAttribute("type"));
        Assert.Equal("Apache-2.0", license.InnerText);
        Assert.Equal("README.md", Single(specification, "readme").InnerText);
        Assert.Equal(project, Single(specification, "id").InnerText);
        Assert.NotEmpty(Single(specification, "description").InnerText);
        Assert.Equal(40, Single(specification, "repository").GetAttribute("commit").Length);
    }

    [Fact]
    public void CorePackage_BringsTheNativeLibraryAndNothingManagedOfRocksDb()
    {
        XmlElement dependency = ReadSpecification("ObjectStore.Core").GetElementsByTagName("dependency").Cast<XmlElement>()
            .Single(e => e.GetAttribute("id") == "RocksDB");

        string[] excluded = dependency.GetAttribute("exclude").Split(',');
        Assert.Contains("Compile", excluded);
        Assert.Contains("Runtime", excluded);
        Assert.DoesNotContain("Native", excluded);
    }

    [Theory]
    [InlineData("ObjectStore.Core")]
    [InlineData("ObjectStore.S3Protocol")]
    [InlineData("ObjectStore.Hosting")]
    public void Symbols_PointToTheSourcesOfTheCommit(string project)
    {
        string commit = Single(ReadSpecification(project), "repository").GetAttribute("commit");
        using ZipArchive symbols = feed.OpenPackage(project, "snupkg");
        using Stream file = symbols.GetEntry($"lib/net10.0/{project}.pdb")!.Open();
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(ToMemory(file));

        using JsonDocument sourceLink = JsonDocument.Parse(ReadSourceLink(provider.GetMetadataReader()));

        JsonProperty documents = Assert.Single(sourceLink.RootElement.GetProperty("documents").EnumerateObject());
        Assert.EndsWith("/*", documents.Name, StringComparison.Ordinal);
        Assert.StartsWith("https://", documents.Value.GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"/{commit}/*", documents.Value.GetString(), StringComparison.Ordinal);
    }

    private static bool IsContent(string name) => name == "README.md" || name.StartsWith("lib/", StringComparison.Ordinal);

    private static byte[] ReadSourceLink(MetadataReader reader)
        => reader.CustomDebugInformation
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLinkKind)
            .Select(information => reader.GetBlobBytes(information.Value))
            .Single();

    private XmlDocument ReadSpecification(string project)
    {
        using ZipArchive package = feed.OpenPackage(project);
        using Stream file = package.GetEntry($"{project}.nuspec")!.Open();
        var document = new XmlDocument();
        document.Load(file);
        return document;
    }

    private static XmlElement Single(XmlDocument document, string name) => document.GetElementsByTagName(name).Cast<XmlElement>().Single();

    // Disposed by the reader that takes it.
    private static MemoryStream ToMemory(Stream stream)
    {
        var memory = new MemoryStream();
        stream.CopyTo(memory);
        memory.Position = 0;
        return memory;
    }
}
