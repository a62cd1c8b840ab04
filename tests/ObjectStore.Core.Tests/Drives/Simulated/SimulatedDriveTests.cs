namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>The local drive on a medium that loses at a crash everything that was not synced.</summary>
public sealed class SimulatedDriveTests : DriveConformance
{
    private protected override DriveFixture Fixture { get; } = new SimulatedDriveFixture();
}
