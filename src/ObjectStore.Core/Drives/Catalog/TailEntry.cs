using ObjectStore.Metadata.Replication;

namespace ObjectStore.Drives.Catalog;

/// <summary>A metadata record that is in the log, or on its way there, and not applied.</summary>
internal sealed class TailEntry(MetadataRecord record)
{
    public MetadataRecord Record => record;

    /// <summary>Where the record stands; null until it is written.</summary>
    public Checkpoint? Place { get; set; }
}
