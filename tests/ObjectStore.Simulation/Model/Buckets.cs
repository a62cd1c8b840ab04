namespace ObjectStore.Simulation.Model;

/// <summary>The buckets of a run.</summary>
internal static class Buckets
{
    public const string Plain = "plain";
    public const string Versioned = "versioned";

    /// <summary>Created and deleted all the time.</summary>
    public const string Fleeting = "fleeting";

    public static IReadOnlyList<string> All { get; } = [Plain, Versioned, Fleeting];

    public static bool IsVersioned(string bucket) => bucket == Versioned;
}
