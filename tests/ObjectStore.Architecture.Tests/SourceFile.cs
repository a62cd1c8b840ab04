using System.Text.RegularExpressions;

namespace ObjectStore.Architecture.Tests;

/// <summary>A source file: its path from the repository's root, and its text.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The project's name.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folders below the project, joined by dots; empty for its root.</summary>
    public string Folder => string.Join('.', Path.Split('/')[2..^1]);

    /// <summary>The file's name without extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public int LineCount => Text.AsSpan().Count('\n');

    public string? Namespace => NamespaceDeclaration().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The types declared at the top level: modifiers and name.</summary>
    public IReadOnlyList<(string Modifiers, string Name)> TopLevelTypes
        => [.. TypeDeclaration().Matches(Text).Select(static match => (match.Groups["modifiers"].Value, match.Groups["name"].Value))];

    /// <summary>The namespaces of this repository that the file imports or names in full.</summary>
    public IReadOnlyList<string> ReferencedNamespaces
        => [.. Reference().Matches(Text).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^(?<modifiers>(?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe) )*)(?:class|struct|interface|enum|record struct|record class|record|delegate \S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(ObjectStore(?:\.\w+)*)", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
