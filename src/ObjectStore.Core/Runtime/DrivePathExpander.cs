using System.Globalization;
using System.Text.RegularExpressions;

namespace ObjectStore.Runtime;

/// <summary>Expands ellipses in drive paths: <c>/mnt/disk{1...4}</c> is four paths, <c>{01...16}</c> keeps its zeros, several multiply.</summary>
internal static partial class DrivePathExpander
{
    /// <summary>The most drives of a store: 256 sets of 16.</summary>
    public const int MaxDrives = 4096;

    /// <summary>Expands each path, in order.</summary>
    /// <exception cref="ArgumentException">An ellipsis is malformed, or there are too many paths.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        var expanded = new List<string>();
        foreach (string path in paths)
        {
            Expand(path, expanded);
        }

        return expanded;
    }

    private static void Expand(string path, List<string> expanded)
    {
        Match match = Ellipsis().Match(path);
        if (!match.Success)
        {
            Add(path, expanded);
            return;
        }

        int from = int.Parse(match.Groups["from"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        int to = int.Parse(match.Groups["to"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (to < from || to - from >= MaxDrives)
        {
            throw new ArgumentException($"Drives: '{path}' counts from {from} to {to}; an ellipsis counts upwards, over at most {MaxDrives} numbers.");
        }

        // As shells do, a leading zero in the first number asks for its width.
        string format = match.Groups["from"].ValueSpan.StartsWith("0") && match.Groups["from"].Length > 1 ? "D" + match.Groups["from"].Length : "D";
        for (int number = from; number <= to; number++)
        {
            string head = path[..match.Index] + number.ToString(format, CultureInfo.InvariantCulture);
            Expand(head + path[(match.Index + match.Length)..], expanded);
        }
    }

    private static void Add(string path, List<string> expanded)
    {
        if (path.Contains("..", StringComparison.Ordinal) && path.Contains('{', StringComparison.Ordinal))
        {
            throw new ArgumentException($"Drives: '{path}' has a malformed ellipsis; write it as {{1...4}}.");
        }

        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new ArgumentException($"Drives: '{path}' is an address; drives are directories of this machine, as a store has one server.");
        }

        if (expanded.Count == MaxDrives)
        {
            throw new ArgumentException($"Drives: more than {MaxDrives} drives are given.");
        }

        expanded.Add(path);
    }

    [GeneratedRegex(@"\{(?<from>[0-9]{1,6})\.\.\.(?<to>[0-9]{1,6})\}")]
    private static partial Regex Ellipsis();
}
