namespace ObjectStore.Packaging.Tests;

/// <summary>Finds the sources that these tests build.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ObjectStore.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"ObjectStore.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
