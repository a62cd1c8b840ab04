namespace ObjectStore.Drives.Format;

/// <summary>The one field of format.json that every version has; read first, since a newer version may hold anything else.</summary>
internal sealed record DriveFormatVersion
{
    public required int FormatVersion { get; init; }
}
