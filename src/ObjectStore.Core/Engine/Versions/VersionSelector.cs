using ObjectStore.Metadata;

namespace ObjectStore.Engine.Versions;

/// <summary>Which version of a key a caller means.</summary>
/// <param name="IsNull">The null version.</param>
/// <param name="Stamp">The version of this stamp; null, unless <paramref name="IsNull"/>, for the current one.</param>
internal readonly record struct VersionSelector(bool IsNull, CommitStamp? Stamp)
{
    public static VersionSelector Current => default;

    public static VersionSelector Null => new(true, null);

    public bool IsCurrent => !IsNull && Stamp is null;

    /// <summary>Takes a version id from a caller; null means the current version. False if it has no form of an id.</summary>
    public static bool TryParse(string? versionId, out VersionSelector selector)
    {
        selector = versionId == VersionId.Null ? Null : Current;
        if (versionId is null || selector.IsNull)
        {
            return true;
        }

        bool isValid = VersionId.TryParse(versionId, out CommitStamp stamp);
        selector = new VersionSelector(false, stamp);
        return isValid;
    }

    /// <summary>Whether this selects the version.</summary>
    public bool Selects(StoredVersion version)
        => IsNull ? version.Record.IsNullVersion : Stamp is null ? version.IsCurrent : !version.Record.IsNullVersion && version.Stamp == Stamp;
}
