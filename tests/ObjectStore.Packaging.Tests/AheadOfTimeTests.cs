using Xunit;

namespace ObjectStore.Packaging.Tests;

public sealed class AheadOfTimeTests(PackageFeed feed)
{
    [Fact]
    public async Task Program_PublishedAheadOfTime_GivesNoWarningAndRuns()
    {
        string published = feed.CreateFolder("aot");
        var environment = new Dictionary<string, string>();

        string log = await CommandRunner.DotNetAsync(
            Repository.Root,
            environment,
            "publish",
            Repository.PathOf("tests", "ObjectStore.Aot.App"),
            "--configuration",
            "Release",
            "--output",
            published,
            "--artifacts-path",
            feed.CreateFolder("aot-artifacts"));
        string output = await CommandRunner.RunAsync(Path.Combine(published, "ObjectStore.Aot.App"), published, environment);

        Assert.DoesNotContain("warning IL", log, StringComparison.Ordinal);
        Assert.Contains("Generating native code", log, StringComparison.Ordinal);
        Assert.Equal("OK", output.Trim());
        Assert.True(File.Exists(Path.Combine(published, "librocksdb.so")));
        Assert.Empty(Directory.GetFiles(published, "*.dll"));
    }
}
