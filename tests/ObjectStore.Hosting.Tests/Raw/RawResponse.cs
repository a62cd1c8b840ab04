using System.Text;
using System.Text.RegularExpressions;

namespace ObjectStore.Hosting.Tests.Raw;

/// <summary>A response as it came over the wire.</summary>
public sealed partial record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The Code element of an error.</summary>
    public string? ErrorCode => CodeElement().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("<Code>([^<]*)</Code>")]
    private static partial Regex CodeElement();
}
