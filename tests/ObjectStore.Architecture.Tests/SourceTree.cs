using System.Text.RegularExpressions;

namespace ObjectStore.Architecture.Tests;

/// <summary>The repository's own source files, as text.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>The C# files under a folder, build output aside.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !BuildOutput().IsMatch(path))
            .Select(static path => new SourceFile(Path.GetRelativePath(Root, path), File.ReadAllText(path)))
            .OrderBy(static file => file.Path, StringComparer.Ordinal)];

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "ObjectStore.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"No ObjectStore.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex BuildOutput();
}
