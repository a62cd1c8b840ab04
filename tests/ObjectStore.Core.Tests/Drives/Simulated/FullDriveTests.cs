using ObjectStore.Blobs;
using ObjectStore.Drives;
using Xunit;
using static ObjectStore.Core.Tests.Drives.DriveData;

namespace ObjectStore.Core.Tests.Drives.Simulated;

/// <summary>A full drive refuses what is new, keeps what it has, and recovers.</summary>
public sealed class FullDriveTests : IAsyncLifetime
{
    private readonly SimulatedDriveFixture _fixture = new();

    private LocalDrive Drive => _fixture.Drive;

    public async ValueTask InitializeAsync() => await _fixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Write_IntoTheReserve_IsRefusedWhileMetadataGoesOn()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        await _fixture.CloseAsync();
        _fixture.Medium.FreeBytes = DriveSpace.MaxReserve - 1;
        await _fixture.OpenAsync();
        Assert.Equal(DriveStatus.Full, await Drive.StageShardAsync(Descriptor(2), Bytes(2, 300)));
        Assert.Equal(DriveStatus.Full, (await Drive.CreateShardAsync(Descriptor(3))).Status);
        Assert.True(await Drive.Replica.AppendAsync(Record(1, 1, 0, "k", "v")));
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync([Ref(Descriptor(1), 300)]));
        Assert.True(Drive.IsOnline);

        _fixture.Medium.FreeBytes = DriveSpace.MaxReserve * 2;
        await WriteAsync(Drive, Descriptor(2), Bytes(2, 300));
    }

    [Fact]
    public async Task Flush_WithoutRoom_IsFullUntilThereIsRoom()
    {
        await WriteAsync(Drive, Descriptor(1), Bytes(1, 300));
        _fixture.Medium.Room = 500;
        Assert.Equal(DriveStatus.Ok, await Drive.StageShardAsync(Descriptor(2), Bytes(2, 300)));
        Assert.Equal(DriveStatus.Ok, await Drive.StageShardAsync(Descriptor(3), Bytes(3, 300)));
        Assert.Equal(DriveStatus.Full, await Drive.FlushAsync());
        Assert.True(Drive.IsOnline);
        Assert.Equal(DriveStatus.Full, await Drive.StageShardAsync(Descriptor(4), Bytes(4, 300)));
        await AssertHoldsAsync(Drive, Descriptor(1), Bytes(1, 300));

        _fixture.Medium.Room = long.MaxValue;
        Assert.Equal(DriveStatus.Ok, await Drive.FlushAsync());
        await AssertHoldsAsync(Drive, Descriptor(2), Bytes(2, 300));
        await AssertHoldsAsync(Drive, Descriptor(3), Bytes(3, 300));
        Assert.Equal(DriveStatus.Ok, await Drive.StageShardAsync(Descriptor(4), Bytes(4, 300)));
        await _fixture.CrashAsync();
        await AssertHoldsAsync(Drive, Descriptor(3), Bytes(3, 300));
    }

    [Fact]
    public async Task Delete_OfShardsThatFoundNoRoom_FreesTheDrive()
    {
        _fixture.Medium.Room = 100;
        await Drive.StageShardAsync(Descriptor(2), Bytes(2, 300));
        Assert.Equal(DriveStatus.Full, await Drive.FlushAsync());
        Assert.Equal(DriveStatus.Ok, await Drive.DeleteShardsAsync([Ref(Descriptor(2), 300)]));
        Assert.Equal(DriveStatus.Ok, await Drive.FlushAsync());
        Assert.Equal(DriveStatus.NotFound, await StatusOfAsync(Drive, Descriptor(2), 300));
    }

    [Fact]
    public async Task Append_WithoutRoom_FailsTheDrive()
    {
        Assert.True(await Drive.Replica.AppendAsync(Record(1, 1, 0, "k", "1")));
        _fixture.Medium.Room = 10;
        Assert.False(await Drive.Replica.AppendAsync(Record(1, 2, 1, "k", "2")));
        Assert.False(Drive.IsOnline);
        Assert.True(Drive.Failed.IsCancellationRequested);
        await _fixture.CrashAsync();
        Assert.Equal(1UL, Drive.Replica.Logged.Sequence);
    }

    [Fact]
    public async Task Append_OfAShardFileWithoutRoom_IsFullAndLeavesNothing()
    {
        byte[] data = Bytes(5, 4 * ShardLayout.BlockSize);
        (_, IShardWriter? writer) = await Drive.CreateShardAsync(Descriptor(5));
        _fixture.Medium.Room = ShardLayout.BlockSize;
        await using (writer)
        {
            Assert.Equal(DriveStatus.Full, await writer!.AppendAsync(data));
        }

        Assert.True(Drive.IsOnline);
        Assert.DoesNotContain(_fixture.Medium.Paths, path => path.StartsWith("staging/", StringComparison.Ordinal));
    }
}
