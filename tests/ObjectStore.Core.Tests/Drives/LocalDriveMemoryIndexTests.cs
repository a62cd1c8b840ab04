namespace ObjectStore.Core.Tests.Drives;

/// <summary>The local drive over an index that loses at a crash everything that it may lose.</summary>
public sealed class LocalDriveMemoryIndexTests : DriveConformance
{
    private protected override DriveFixture Fixture { get; } = new LocalDriveFixture(inRocksDb: false);
}
