namespace ObjectStore.Metadata;

/// <summary>Whether the metadata can be read and written now.</summary>
/// <param name="CanRead">Reads are served.</param>
/// <param name="CanWrite">Commits can reach their quorum.</param>
/// <param name="Reason">Why not; null if both are.</param>
internal sealed record MetadataAvailability(bool CanRead, bool CanWrite, string? Reason)
{
    public static MetadataAvailability Full { get; } = new(true, true, null);
}
