namespace ObjectStore.Metadata;

/// <summary>What a change does.</summary>
internal enum MetadataChangeKind
{
    Put,
    PutStamped,
    Delete,
    Add,
}
