using ObjectStore.Drives;
using ObjectStore.Drives.Format;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>A drive of some kind with its medium, which outlives it.</summary>
internal abstract class DriveFixture : IAsyncDisposable
{
    protected static DriveFormat Format { get; } = new()
    {
        DeploymentId = new Guid("11111111-1111-1111-1111-111111111111"),
        DriveId = new Guid("22222222-2222-2222-2222-222222222222"),
        Set = 0,
        Slot = 1,
        SetCount = 1,
        DrivesPerSet = 4,
        Parity = 2,
    };

    public abstract IDrive Drive { get; }

    public abstract Task OpenAsync();

    /// <summary>Closes the drive cleanly and opens it again.</summary>
    public abstract Task ReopenAsync();

    /// <summary>Takes the power away and opens the drive again.</summary>
    public abstract Task CrashAsync();

    public abstract ValueTask DisposeAsync();
}
