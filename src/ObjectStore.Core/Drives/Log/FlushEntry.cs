using ObjectStore.Drives.Catalog;

namespace ObjectStore.Drives.Log;

/// <summary>Someone who waits until everything before is durable.</summary>
internal sealed class FlushEntry : LogEntry
{
    private readonly TaskCompletionSource<DriveStatus> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsUrgent => true;

    public Task<DriveStatus> Completion => _completion.Task;

    public override void Apply(DriveCatalog catalog)
    {
    }

    public override void Complete(DriveStatus status) => _completion.TrySetResult(status);
}
