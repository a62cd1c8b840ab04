using System.Xml.Linq;
using Xunit;

namespace ObjectStore.Architecture.Tests;

public class ProjectReferenceTests
{
    // Each project references only what stands to its right.
    [Theory]
    [InlineData("ObjectStore.Core", new string[0])]
    [InlineData("ObjectStore.S3Protocol", new[] { "ObjectStore.Core" })]
    [InlineData("ObjectStore.Hosting", new[] { "ObjectStore.S3Protocol" })]
    public void Project_References_OnlyItsNeighbour(string project, string[] expected)
        => Assert.Equal(expected, References(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path)));

    [Theory]
    [InlineData("ObjectStore.Core")]
    [InlineData("ObjectStore.S3Protocol")]
    public void Project_BelowHosting_KnowsNoWebFramework(string project)
    {
        Assert.Empty(References(project, "FrameworkReference"));
        Assert.DoesNotContain(SourceTree.Files($"src/{project}"), static file => file.Text.Contains("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Sources_ReferenceNoSampleTestOrBenchmark()
        => Assert.DoesNotContain(
            Directory.GetDirectories(Path.Combine(SourceTree.Root, "src")).SelectMany(static project => References(Path.GetFileName(project), "ProjectReference")),
            static path => !path.StartsWith("../ObjectStore.", StringComparison.Ordinal));

    private static IEnumerable<string> References(string project, string element)
        => XDocument.Load(Path.Combine(SourceTree.Root, "src", project, project + ".csproj"))
            .Descendants(element)
            .Select(static reference => (string)reference.Attribute("Include")!);
}
