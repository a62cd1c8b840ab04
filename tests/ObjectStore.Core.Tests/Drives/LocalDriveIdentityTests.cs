using ObjectStore.Drives;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives;

/// <summary>A drive notices that its directory is not its own any more.</summary>
public sealed class LocalDriveIdentityTests : IAsyncLifetime
{
    private readonly LocalDriveFixture _fixture = new(inRocksDb: true);

    private LocalDrive Drive => _fixture.Drive;

    public async ValueTask InitializeAsync() => await _fixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void CheckIdentity_OfTheSameDrive_LeavesItOnline()
    {
        Drive.CheckIdentity();
        Assert.True(Drive.IsOnline);
    }

    [Fact]
    public async Task CheckIdentity_AfterTheDirectoryWasRemoved_FailsItForGood()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 100));
        string moved = _fixture.Root + "-moved";
        Directory.Move(_fixture.Root, moved);
        try
        {
            Drive.CheckIdentity();
            Assert.False(Drive.IsOnline);
            Assert.True(Drive.Failed.IsCancellationRequested);
            Assert.Equal(DriveStatus.Offline, await StatusOfAsync(Drive, Descriptor(1), 100));
        }
        finally
        {
            Directory.Move(moved, _fixture.Root);
        }

        Drive.CheckIdentity();
        Assert.False(Drive.IsOnline);
    }

    [Fact]
    public void CheckIdentity_AfterTheDirectoryWasReplacedByACopy_FailsIt()
    {
        string moved = _fixture.Root + "-moved";
        Directory.Move(_fixture.Root, moved);
        LocalDriveFixture.CopyDirectory(moved, _fixture.Root);
        Drive.CheckIdentity();
        Assert.False(Drive.IsOnline);
        Directory.Delete(moved, recursive: true);
    }

    [Theory]
    [InlineData("format.json")]
    [InlineData("log")]
    public void CheckIdentity_AfterAPartWasRemoved_FailsIt(string part)
    {
        string path = Path.Combine(_fixture.Root, part);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        Drive.CheckIdentity();
        Assert.False(Drive.IsOnline);
    }

    [Fact]
    public async Task CreateShard_AfterItsDirectoryWasRemoved_FailsTheDrive()
    {
        Directory.Delete(Path.Combine(_fixture.Root, "staging"));
        Assert.Equal(DriveStatus.Offline, (await Drive.CreateShardAsync(Descriptor(2))).Status);
        Assert.False(Drive.IsOnline);
    }
}
