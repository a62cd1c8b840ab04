using ObjectStore.Drives.Catalog;

namespace ObjectStore.Drives.Log;

/// <summary>Something that goes through the committer in order: a record to write, a change to the index, someone who waits, or all three.</summary>
internal abstract class LogEntry : IDisposable
{
    /// <summary>The record to write; null if there is none.</summary>
    public virtual LogRecordBuffer? Record => null;

    /// <summary>Its length in the log.</summary>
    public int RecordLength => Record?.Length ?? 0;

    /// <summary>Whether someone waits for it: the committer starts at once.</summary>
    public abstract bool IsUrgent { get; }

    /// <summary>Where the record was written.</summary>
    public Checkpoint Place { get; set; }

    /// <summary>Changes the index, after the record is durable. Called under the catalog's gate.</summary>
    public abstract void Apply(DriveCatalog catalog);

    /// <summary>Tells whoever waits. Called once, after the index was changed or not at all.</summary>
    public virtual void Complete(DriveStatus status)
    {
    }

    public void Dispose() => Record?.Dispose();
}
