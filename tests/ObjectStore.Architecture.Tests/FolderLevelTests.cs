using Xunit;

namespace ObjectStore.Architecture.Tests;

public class FolderLevelTests
{
    // The folders of each project from the ground up: a folder knows only those before it. The root holds the public types: values at the bottom, doors at the top.
    private static readonly Dictionary<string, string[]> Levels = new()
    {
        ["ObjectStore.Core"] =
        [
            "Scheduling", "Files", "Memory", "Blobs", "Erasure", "Integrity", "Metadata", "Drives", "ErasureSets", "Healing", "Content", "Engine", "Runtime",
        ],
        ["ObjectStore.S3Protocol"] = ["Errors", "Signing", "Streaming", "Routing", "Values", "Xml", "Responses", "Operations"],
        ["ObjectStore.Hosting"] = ["Memory", "Settings", "Health", "RequestHeads", "Adapter"],
    };

    [Theory]
    [InlineData("ObjectStore.Core", "ObjectStore")]
    [InlineData("ObjectStore.S3Protocol", "ObjectStore.S3Protocol")]
    [InlineData("ObjectStore.Hosting", "ObjectStore.Hosting")]
    public void Folder_References_OnlyLowerFolders(string project, string rootNamespace)
    {
        string[] levels = Levels[project];
        var wrong = new List<string>();
        foreach (SourceFile file in SourceTree.Files($"src/{project}").Where(static file => file.Folder.Length > 0))
        {
            int level = Array.IndexOf(levels, file.Folder.Split('.')[0]);
            Assert.True(level >= 0, $"{file.Path} stands in a folder that has no level.");
            foreach (string reference in file.ReferencedNamespaces.Where(name => name.StartsWith(rootNamespace + ".", StringComparison.Ordinal)))
            {
                int referenced = Array.IndexOf(levels, reference[(rootNamespace.Length + 1)..].Split('.')[0]);
                if (referenced > level)
                {
                    wrong.Add($"{file.Path} reaches up to {reference}");
                }
            }
        }

        Assert.Empty(wrong);
    }
}
