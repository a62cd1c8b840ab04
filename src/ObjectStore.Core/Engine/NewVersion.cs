using System.Collections.Frozen;

namespace ObjectStore.Engine;

/// <summary>What a new version keeps beside its content. Immutable; user metadata has its names in lower case.</summary>
internal sealed record NewVersion
{
    public required ObjectHeaders Headers { get; init; }

    public required IReadOnlyDictionary<string, string> UserMetadata { get; init; }

    public string? Tagging { get; init; }

    /// <summary>The storage class that was asked for; null for none.</summary>
    public string? StorageClass { get; init; }

    /// <summary>A storage class as it is stored: nothing for STANDARD.</summary>
    public static string? KeptClass(string? storageClass) => storageClass == StorageClasses.Standard ? null : storageClass;

    /// <summary>Names as they are stored: in lower case. Of names that differ in case only, the last value stays.</summary>
    public static IReadOnlyDictionary<string, string> Normalize(IReadOnlyDictionary<string, string>? userMetadata)
    {
        if (userMetadata is null || userMetadata.Count == 0)
        {
            return FrozenDictionary<string, string>.Empty;
        }

        var result = new Dictionary<string, string>(userMetadata.Count, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in userMetadata)
        {
            result[name.ToLowerInvariant()] = value;
        }

        return result;
    }
}
