using ObjectStore.Blobs;
using ObjectStore.Drives.Catalog;

namespace ObjectStore.Drives.Log;

/// <summary>Shards to forget. In line with the rest, so that it also catches those staged before it.</summary>
internal sealed class RemovalEntry(IReadOnlyList<ShardKey> keys) : LogEntry
{
    private readonly TaskCompletionSource<DriveStatus> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsUrgent => true;

    public Task<DriveStatus> Completion => _completion.Task;

    public bool Removes(ShardKey key) => keys.Contains(key);

    public override void Apply(DriveCatalog catalog)
    {
        foreach (ShardKey key in keys)
        {
            catalog.RemoveShard(key);
        }
    }

    public override void Complete(DriveStatus status) => _completion.TrySetResult(status);
}
