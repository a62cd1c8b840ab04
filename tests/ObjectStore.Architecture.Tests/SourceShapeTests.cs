using System.Text.RegularExpressions;
using Xunit;

namespace ObjectStore.Architecture.Tests;

public partial class SourceShapeTests
{
    private const int MaxLines = 400;
    private const int MaxMedianLines = 120;

    private static readonly IReadOnlyList<SourceFile> Sources = SourceTree.Files("src");

    [Fact]
    public void Files_AreSmall()
    {
        Assert.Empty(Sources.Where(static file => file.LineCount > MaxLines).Select(static file => $"{file.Path}: {file.LineCount} lines"));
        int median = Sources.Select(static file => file.LineCount).Order().ElementAt(Sources.Count / 2);
        Assert.True(median <= MaxMedianLines, $"The median file has {median} lines.");
    }

    [Fact]
    public void Files_HoldOneTypeOfTheirName()
        => Assert.Empty(Sources
            .Where(static file => file.TopLevelTypes.Count > 0)
            .Where(static file => file.TopLevelTypes.Select(static type => type.Name).Distinct(StringComparer.Ordinal).Count() > 1
                || file.TopLevelTypes[0].Name != file.Name.Split('.')[0])
            .Select(static file => $"{file.Path}: {string.Join(", ", file.TopLevelTypes.Select(static type => type.Name))}"));

    [Fact]
    public void Namespaces_AreFolders()
        => Assert.Empty(Sources
            .Where(static file => file.Namespace is not null && file.Namespace != ExpectedNamespace(file))
            .Select(static file => $"{file.Path}: {file.Namespace}"));

    [Fact]
    public void PublicTypes_StandInRootFolders()
        => Assert.Empty(Sources
            .Where(static file => file.Folder.Length > 0 && file.TopLevelTypes.Any(static type => type.Modifiers.Contains("public", StringComparison.Ordinal)))
            .Select(static file => file.Path));

    [Fact]
    public void InternalClasses_AreSealedAbstractOrStatic()
        => Assert.Empty(Sources
            .SelectMany(static file => ClassDeclaration().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"))
            .Where(static text => !text.Contains("sealed", StringComparison.Ordinal) && !text.Contains("abstract", StringComparison.Ordinal) && !text.Contains("static", StringComparison.Ordinal)));

    [Fact]
    public void TypeNames_SayARole()
        => Assert.DoesNotContain(
            Sources.SelectMany(static file => file.TopLevelTypes),
            static type => VagueName().IsMatch(type.Name));

    [Fact]
    public void LogEventIds_AreUnique()
        => Assert.Empty(Sources
            .SelectMany(static file => EventId().Matches(file.Text).Select(match => (Id: match.Groups[1].Value, file.Path)))
            .GroupBy(static entry => entry.Id)
            .Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static entry => entry.Path))}"));

    [Fact]
    public void Sources_AreFinished()
        => Assert.Empty(Sources
            .Where(static file => Unfinished().IsMatch(file.Text))
            .Select(static file => file.Path));

    private static string ExpectedNamespace(SourceFile file)
    {
        string root = file.Project == "ObjectStore.Core" ? "ObjectStore" : file.Project;
        return file.Folder.Length == 0 ? root : $"{root}.{file.Folder}";
    }

    [GeneratedRegex(@"^internal (?:\w+ )*class \w+", RegexOptions.Multiline)]
    private static partial Regex ClassDeclaration();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utilities|Common)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId = )?(\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
