using ObjectStore.Drives;
using ObjectStore.Drives.Memory;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>The drive that tests of other layers use keeps the same promises.</summary>
public sealed class MemoryDriveTests : DriveConformance
{
    private protected override DriveFixture Fixture { get; } = new MemoryDriveFixture();

    private sealed class MemoryDriveFixture : DriveFixture
    {
        private MemoryDrive _drive = new(Format.ToIdentity(), "memory");

        public override IDrive Drive => _drive;

        public override Task OpenAsync() => Task.CompletedTask;

        public override async Task ReopenAsync()
        {
            await _drive.DisposeAsync();
            _drive = new MemoryDrive(_drive.Identity, _drive.Name, _drive.Medium);
        }

        public override Task CrashAsync()
        {
            _drive = _drive.Crash();
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => _drive.DisposeAsync();
    }
}
