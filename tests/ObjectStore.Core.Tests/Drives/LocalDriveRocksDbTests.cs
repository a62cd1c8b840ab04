namespace ObjectStore.Core.Tests.Drives;

/// <summary>The local drive as it is in production.</summary>
public sealed class LocalDriveRocksDbTests : DriveConformance
{
    private protected override DriveFixture Fixture { get; } = new LocalDriveFixture(inRocksDb: true);
}
